package io.github.rnnlab.train;

import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.Parameters;
import io.github.rnnlab.tensor.AdamStep;
import io.github.rnnlab.tensor.Backend;

/**
 * Adam, the optimizer: moves the weights against their gradients, with bias correction (Kingma and
 * Ba, ICLR 2015, algorithm 1), as PyTorch computes it. {@link AdamStep} has the formulas.
 *
 * <p>One thread at a time may take steps. A step changes the weights and the moments, and no other
 * thread may use the weights meanwhile.
 */
public final class Adam {
  private final Backend backend;
  private final Parameters weights;
  private final Parameters firstMoments;
  private final Parameters secondMoments;
  private final double learningRate;
  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private long steps;

  /** Starts with moments of zero. */
  public Adam(
      LanguageModel model, double learningRate, double beta1, double beta2, double epsilon) {
    backend = model.backend();
    weights = model.weights();
    firstMoments = weights.zerosLike();
    secondMoments = weights.zerosLike();
    this.learningRate = learningRate;
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
  }

  /** Returns the running means of the gradients, which every step changes in place. */
  public Parameters firstMoments() {
    return firstMoments;
  }

  /** Returns the running means of the squared gradients, which every step changes in place. */
  public Parameters secondMoments() {
    return secondMoments;
  }

  /**
   * Continues after {@code stepsDone} steps, whose moments are already here; their number decides
   * the bias correction.
   */
  public void continueFrom(long stepsDone) {
    steps = stepsDone;
  }

  /** Moves the weights by one step against their gradients. */
  public void step(Parameters gradients) {
    steps++;
    backend.adam(
        AdamStep.of(steps, learningRate, beta1, beta2, epsilon),
        gradients.block(),
        firstMoments.block(),
        secondMoments.block(),
        weights.block());
  }
}
