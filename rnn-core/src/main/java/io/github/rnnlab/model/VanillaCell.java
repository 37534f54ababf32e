package io.github.rnnlab.model;

import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Matrix;
import java.util.List;

/**
 * The vanilla cell (Elman, "Finding structure in time", Cognitive Science 14, 1990):
 *
 * <pre>
 *   h[t] = tanh(Wxh x[t] + Whh h[t-1] + bh)
 * </pre>
 *
 * with x[t] the one-hot column of a character. The product with it is a row of the stored Wxh, so
 * it is looked up.
 */
public final class VanillaCell implements RecurrentCell {
  private static final String WXH = "Wxh";
  private static final String WHH = "Whh";
  private static final String BH = "bh";

  @Override
  public List<ParameterShape> parameters(int vocabularySize, int hiddenSize) {
    return List.of(
        ParameterShape.weight(WXH, hiddenSize, vocabularySize),
        ParameterShape.weight(WHH, hiddenSize, hiddenSize),
        ParameterShape.bias(BH, hiddenSize));
  }

  /**
   * {@code a[t] = Wxh x[t] + bh} for all steps at once, then {@code h[t] = tanh(a[t] + Whh h[t-1])}
   * one by one.
   */
  @Override
  public void forward(Backend backend, Parameters weights, int[] inputs, Sequence sequence) {
    backend.gatherRows(weights.matrix(WXH), weights.matrix(BH), inputs, sequence.statesAfter());
    backend.tanhRecurrence(weights.matrix(WHH), sequence.states(), sequence.batch());
  }

  /**
   * With {@code da[t]} the gradient in front of the tanh, from the last step to the first:
   *
   * <pre>
   *   da[t] = (dh[t] + Whh^T da[t+1]) (1 - h[t]^2)
   *   dWhh = sum over t of da[t] h[t-1]^T      dWxh = sum of da[t] x[t]^T      dbh = sum of da[t]
   * </pre>
   */
  @Override
  public void backward(
      Backend backend, Parameters weights, int[] inputs, Sequence sequence, Parameters gradients) {
    backend.tanhRecurrenceGradient(
        weights.matrix(WHH), sequence.states(), sequence.dStates(), sequence.batch());

    Matrix da = sequence.dStates();
    backend.gemm(sequence.statesBefore(), true, da, false, gradients.matrix(WHH), false);
    backend.fill(gradients.matrix(WXH), 0);
    backend.scatterAddRows(da, inputs, gradients.matrix(WXH));
    backend.columnSums(da, gradients.matrix(BH));
  }
}
