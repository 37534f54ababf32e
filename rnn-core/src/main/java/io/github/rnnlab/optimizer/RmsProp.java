package io.github.rnnlab.optimizer;

import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.tensor.AdamStep;

/**
 * RMSProp (Tieleman and Hinton, "Lecture 6.5", Coursera: Neural Networks for Machine Learning,
 * 2012), as PyTorch's {@code torch.optim.RMSprop} without momentum:
 *
 * <pre>
 *   v = alpha v + (1 - alpha) g g
 *   p = p - learningRate g / (sqrt(v) + epsilon)
 * </pre>
 *
 * <p>This is a step of Adam whose first moment is the gradient and is not corrected. Its state is
 * the running mean of the squared gradients, {@code squares}.
 */
public final class RmsProp extends Optimizer {
  private final double alpha;
  private final double epsilon;
  private final Parameters squares = keep("squares");

  /** Starts with a mean of zero. */
  public RmsProp(LanguageModel model, double alpha, double epsilon, double weightDecay) {
    super(model, weightDecay);
    this.alpha = alpha;
    this.epsilon = epsilon;
  }

  @Override
  void move(long step, Parameters gradients, double learningRate) {
    AdamStep uncorrected =
        new AdamStep(
            0,
            1,
            (float) alpha,
            (float) (1 - alpha),
            (float) learningRate,
            /* inverseRootCorrection= */ 1,
            (float) epsilon);
    backend.adam(
        uncorrected, gradients.block(), gradients.block(), squares.block(), weights.block());
  }
}
