package io.github.rnnlab.optimizer;

import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.tensor.AdamStep;

/**
 * Adam, with bias correction (Kingma and Ba, "Adam: a method for stochastic optimization", ICLR
 * 2015, algorithm 1), as PyTorch's {@code torch.optim.Adam}. {@link AdamStep} has the formulas. Its
 * state is the running means of the gradients, {@code first}, and of their squares, {@code second}.
 */
public sealed class Adam extends Optimizer permits AdamW {
  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final Parameters firstMoments = keep("first");
  private final Parameters secondMoments = keep("second");

  /** Starts with moments of zero. */
  public Adam(LanguageModel model, double beta1, double beta2, double epsilon, double weightDecay) {
    super(model, weightDecay);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
  }

  @Override
  void move(long step, Parameters gradients, double learningRate) {
    backend.adam(
        AdamStep.of(step, learningRate, beta1, beta2, epsilon),
        gradients.block(),
        firstMoments.block(),
        secondMoments.block(),
        weights.block());
  }
}
