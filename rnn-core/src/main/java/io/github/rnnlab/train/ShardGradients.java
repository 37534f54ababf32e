package io.github.rnnlab.train;

import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.Shard;
import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Matrix;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes the gradients of shards, one after the other, and sums them in the tree of {@link
 * TreeSum}. So it needs the memory for one shard's states, and a gradient for each node of the tree
 * that is still open.
 *
 * <p>It serves one thread at a time, and refuses a second one with an {@link
 * IllegalStateException}.
 */
public final class ShardGradients implements StepGradient {
  /**
   * The sum of some shards.
   *
   * @param gradients of the mean loss of the whole batch, as far as these shards decide it; they
   *     stay as they are until the next gradients are computed
   * @param loss the cross-entropy of their predictions together, in nats
   */
  public record Sum(Parameters gradients, double loss) {}

  private final Backend backend;
  private final BackpropagationThroughTime whole;
  private final Deque<Parameters> spare = new ArrayDeque<>();

  /** Allocates memory for one shard at a time of a plan's steps. */
  public ShardGradients(LanguageModel model, TrainingPlan plan) {
    backend = model.backend();
    Batches batches = plan.batches();
    whole =
        new BackpropagationThroughTime(
            model, batches.length(), Math.min(plan.shardSize(), batches.size()), plan.dropout());
  }

  @Override
  public double lossAndGradients(
      TrainingStep step, Parameters gradients, @Nullable Parameters states) {
    return sum(step, 0, step.shards(), gradients, states).total().loss();
  }

  /**
   * Computes the sums of the shards {@code [from, to)} of a step.
   *
   * @param gradients overwritten; holds the first sum
   * @param states the states of all sequences to start from; those of these shards become the ones
   *     after the last step; null for zeros
   * @return the largest nodes of the tree that lie within these shards; none if there are no shards
   */
  public List<TreeSum.Node<Sum>> sums(
      TrainingStep step, int from, int to, Parameters gradients, @Nullable Parameters states) {
    return sum(step, from, to, gradients, states).nodes();
  }

  private TreeSum<Sum> sum(
      TrainingStep step, int from, int to, Parameters gradients, @Nullable Parameters states) {
    Deque<Parameters> free = new ArrayDeque<>(spare);
    free.addFirst(gradients);
    TreeSum<Sum> tree =
        new TreeSum<>(
            (left, right) -> {
              add(right.gradients(), left.gradients());
              free.addFirst(right.gradients());
              return new Sum(left.gradients(), left.loss() + right.loss());
            });
    BackpropagationThroughTime pass = whole;
    for (int index = from; index < to; index++) {
      Shard shard = step.shard(index);
      pass = pass.of(shard.rows(), step.length());
      if (free.isEmpty()) {
        spare.add(gradients.zerosLike());
        free.add(spare.getLast());
      }
      Parameters own = free.removeFirst();
      double loss = pass.lossAndGradients(step.sequences(), shard, own, states, step.number());
      if (!shard.isWhole()) {
        backend.scale(own.block(), shard.share());
      }
      tree.add(new TreeSum.Node<>(index, 1, new Sum(own, loss)));
    }
    return tree;
  }

  /** {@code to += from}, number by number. */
  private void add(Parameters from, Parameters to) {
    List<Matrix> numbers = from.block().matrices();
    List<Matrix> sums = to.block().matrices();
    for (int i = 0; i < sums.size(); i++) {
      backend.add(sums.get(i), numbers.get(i), sums.get(i));
    }
  }
}
