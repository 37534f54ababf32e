package io.github.rnnlab.optimizer;

import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.parameter.Parameters;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled weight decay regularization",
 * ICLR 2019, algorithm 2), as PyTorch's {@code torch.optim.AdamW}. Each weight first becomes {@code
 * w (1 - learningRate weightDecay)}; the decay is in no moment.
 */
public final class AdamW extends Adam {
  private final double weightDecay;

  /** Starts with moments of zero. */
  public AdamW(
      LanguageModel model, double beta1, double beta2, double epsilon, double weightDecay) {
    super(model, beta1, beta2, epsilon, 0);
    this.weightDecay = weightDecay;
  }

  @Override
  void move(long step, Parameters gradients, double learningRate) {
    backend.scale(weights.block(), (float) (1 - learningRate * weightDecay));
    super.move(step, gradients, learningRate);
  }
}
