package io.github.rnnlab.optimizer;

import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.parameter.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Stochastic gradient descent, with momentum (Polyak 1964) or Nesterov's (Sutskever et al., "On the
 * importance of initialization and momentum in deep learning", ICML 2013), as PyTorch's {@code
 * torch.optim.SGD}:
 *
 * <pre>
 *   u = momentum u + g                   the gradient itself at the first step
 *   p = p - learningRate u               or, Nesterov's: p - learningRate (g + momentum u)
 * </pre>
 *
 * <p>With a momentum, its state is the velocity u, {@code velocity}; otherwise it keeps nothing.
 */
public final class Sgd extends Optimizer {
  private final float momentum;
  private final boolean nesterov;
  private final @Nullable Parameters velocity;

  /**
   * Starts with a velocity of zero.
   *
   * @param momentum 0 for none
   * @param nesterov whether the momentum, which is then above 0, is Nesterov's
   */
  public Sgd(LanguageModel model, double momentum, boolean nesterov, double weightDecay) {
    super(model, weightDecay);
    this.momentum = (float) momentum;
    this.nesterov = nesterov;
    velocity = momentum == 0 ? null : keep("velocity");
  }

  @Override
  void move(long step, Parameters gradients, double learningRate) {
    Parameters direction = gradients;
    if (velocity != null) {
      backend.axpby(1, gradients.block(), momentum, velocity.block());
      if (nesterov) {
        backend.axpby(momentum, velocity.block(), 1, gradients.block());
      } else {
        direction = velocity;
      }
    }
    backend.axpby((float) -learningRate, direction.block(), 1, weights.block());
  }
}
