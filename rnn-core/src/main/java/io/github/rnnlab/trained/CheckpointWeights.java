package io.github.rnnlab.trained;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.checkpoint.Checkpoint;
import io.github.rnnlab.checkpoint.CheckpointDirectory;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.LeastLoss;
import io.github.rnnlab.safetensors.Safetensors.Tensor;
import io.github.rnnlab.train.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Weights that a run has saved, whether it goes on, was interrupted or has finished.
 *
 * @param tensors the weights by name
 * @param origin which ones these are, for messages, such as {@code those after epoch 3, the best so
 *     far}
 */
public record CheckpointWeights(Map<String, Tensor> tensors, String origin) {
  /**
   * Finds weights among the checkpoints of a run.
   *
   * @param weights which; those of the best epoch stand for {@link Weights#FINISHED} if they are
   *     there
   * @return empty if the run has no checkpoint
   * @throws InvalidInputException if the weights of the best epoch are asked for and not there
   */
  public static Optional<CheckpointWeights> of(CheckpointDirectory directory, Weights weights) {
    Optional<Checkpoint> newest = directory.latest();
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    if (weights == Weights.NEWEST) {
      return Optional.of(newest(newest.get()));
    }
    Optional<CheckpointWeights> best = best(newest.get(), directory);
    if (best.isEmpty() && weights == Weights.BEST) {
      throw new InvalidInputException(
          "rnn.checkpoint",
          "best, of a run that has saved no weights of a best epoch",
          "a run that has validated an epoch",
          "Use -Drnn.checkpoint=newest, or wait for the end of an epoch.");
    }
    return Optional.of(best.orElseGet(() -> newest(newest.get())));
  }

  private static CheckpointWeights newest(Checkpoint checkpoint) {
    long step = checkpoint.state().position().step();
    int epoch = checkpoint.state().position().epoch();
    String within =
        step == 0
            ? "the end of epoch " + (epoch - 1)
            : String.format(Locale.ROOT, "step %,d of epoch %d", step, epoch);
    return new CheckpointWeights(
        ownWeights(checkpoint),
        String.format(
            Locale.ROOT, "those after step %,d (%s), the newest saved", checkpoint.step(), within));
  }

  private static Optional<CheckpointWeights> best(
      Checkpoint newest, CheckpointDirectory directory) {
    List<EpochRecord> epochs = newest.state().epochs();
    LeastLoss best = LeastLoss.of(epochs);
    if (best.epoch() == 0) {
      return Optional.empty();
    }
    String origin =
        String.format(
            Locale.ROOT,
            "those after epoch %d of %d so far, whose validation loss of %.4f is the least",
            best.epoch(),
            epochs.size(),
            best.loss());
    Map<String, Tensor> kept = newest.bestWeights();
    if (!kept.isEmpty()) {
      return Optional.of(new CheckpointWeights(kept, origin));
    }
    Position position = newest.state().position();
    long stepsPerEpoch = (newest.step() - position.step()) / (position.epoch() - 1);
    return directory
        .at(best.epoch() * stepsPerEpoch)
        .filter(checkpoint -> isAfter(best.epoch(), checkpoint))
        .map(checkpoint -> new CheckpointWeights(ownWeights(checkpoint), origin));
  }

  private static boolean isAfter(int epoch, Checkpoint checkpoint) {
    return checkpoint.state().position().step() == 0
        && checkpoint.state().position().epoch() == epoch + 1;
  }

  /** Returns the weights of a checkpoint, without the state of the optimizer and of streams. */
  private static Map<String, Tensor> ownWeights(Checkpoint checkpoint) {
    Map<String, Tensor> own = new LinkedHashMap<>(checkpoint.tensors());
    own.keySet().removeIf(name -> name.contains("/"));
    return own;
  }

  /** Sets a model of the same shape to these weights. */
  public void restore(LanguageModel model) {
    model.weights().write(tensors);
  }
}
