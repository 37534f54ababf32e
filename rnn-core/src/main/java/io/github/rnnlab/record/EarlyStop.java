package io.github.rnnlab.record;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a run has fewer epochs than its config says.
 *
 * @param epoch the last epoch
 * @param bestEpoch the epoch with the least validation loss
 * @param reason in words
 */
public record EarlyStop(int epoch, int bestEpoch, String reason) {
  /**
   * Returns why a run ended where it did; null if it has all epochs.
   *
   * @param config as hashed
   * @param epochs of a run that is checked or has just ended
   */
  public static @Nullable EarlyStop of(Map<String, Object> config, List<EpochRecord> epochs) {
    LeastLoss least = LeastLoss.of(epochs);
    long patience = training(config, "patience");
    return epochs.size() < training(config, "epochs") && least.isOverdue(patience)
        ? new EarlyStop(
            epochs.size(),
            least.epoch(),
            "no better validation loss within training.patience, " + patience + " epochs")
        : null;
  }

  private static long training(Map<String, Object> config, String key) {
    return config.get("training") instanceof Map<?, ?> training
            && training.get(key) instanceof Number number
        ? number.longValue()
        : 0;
  }
}
