package io.github.rnnlab.train;

import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.parameter.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Computes the loss and the gradient of a step, as the sums over its shards. Whoever computes which
 * shard, the sums have the same bits.
 *
 * <p>One thread at a time may use it.
 */
@FunctionalInterface
public interface StepGradient {
  /**
   * Computes the summed loss of a step's batch, and the gradient of its mean loss.
   *
   * @param gradients overwritten
   * @param states the states of all sequences to start from, as {@link LanguageModel#states} makes
   *     them, which become those after the last step; null for zeros
   * @return the cross-entropy of all predictions together, in nats
   */
  double lossAndGradients(TrainingStep step, Parameters gradients, @Nullable Parameters states);
}
