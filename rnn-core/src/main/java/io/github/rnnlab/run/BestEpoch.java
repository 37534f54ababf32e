package io.github.rnnlab.run;

import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.LeastLoss;
import io.github.rnnlab.safetensors.Safetensors.Tensor;
import java.util.List;
import java.util.Map;

/**
 * The epoch with the lowest validation loss so far (the first of equals), and the weights after it.
 * Not safe for use by several threads.
 */
public final class BestEpoch {
  private final boolean keepsWeights;
  private final int patience;
  private final LeastLoss least = new LeastLoss();
  private Map<String, Tensor> weights = Map.of();

  /**
   * Starts before the first epoch.
   *
   * @param keepsWeights whether to copy the weights of each best epoch
   * @param patience epochs without a better one after which training ends; 0 for none
   */
  BestEpoch(boolean keepsWeights, int patience) {
    this.keepsWeights = keepsWeights;
    this.patience = patience;
  }

  /**
   * Resumes after some epochs.
   *
   * @param former the epochs so far
   * @param weights the weights after the best of them, if they are kept
   */
  void goOnFrom(List<EpochRecord> former, Map<String, Tensor> weights) {
    former.forEach(least::add);
    this.weights = weights;
  }

  /** Considers an epoch that has just ended. */
  void epochDone(EpochRecord record, LanguageModel model) {
    if (least.add(record) && keepsWeights) {
      weights = model.weights().tensors();
    }
  }

  /** Returns whether too many epochs have come since, so that training ends. */
  boolean isOverdue() {
    return least.isOverdue(patience);
  }

  /** Returns the number of the best epoch, from 1 on; 0 if no epoch has a validation loss. */
  public int epoch() {
    return least.epoch();
  }

  /** Returns the validation loss of the best epoch in nats per token; infinite if there is none. */
  public double loss() {
    return least.loss();
  }

  /** Returns the weights after the best epoch by name; none if they are not kept. */
  public Map<String, Tensor> weights() {
    return weights;
  }

  /** Sets a model to the weights after the best epoch, which must be kept. */
  public void restore(LanguageModel model) {
    model.weights().write(weights);
  }
}
