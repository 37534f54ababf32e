package io.github.rnnlab.model;

import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Follower;
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
 *
 * <p>It has no state, so any number of threads may use it at once.
 */
public final class VanillaCell implements RecurrentCell {
  private static final String WXH = "Wxh";
  private static final String WHH = "Whh";
  private static final String BH = "bh";

  @Override
  public List<ParameterShape> parameters(int vocabularySize, int hiddenSize) {
    return List.of(
        ParameterShape.turnedWeight(WXH, hiddenSize, vocabularySize),
        ParameterShape.turnedWeight(WHH, hiddenSize, hiddenSize),
        ParameterShape.bias(BH, hiddenSize));
  }

  /**
   * {@code a[t] = Wxh x[t] + bh} for all steps at once, then {@code h[t] = tanh(a[t] + Whh h[t-1])}
   * one by one.
   */
  @Override
  public void forward(
      Backend backend, Parameters weights, int[] inputs, Sequence sequence, Follower follower) {
    backend.gatherRows(weights.matrix(WXH), weights.matrix(BH), inputs, sequence.statesAfter());
    backend.tanhRecurrence(weights.matrix(WHH), sequence.states(), sequence.batch(), follower);
  }

  /**
   * With {@code da[t]} the gradient in front of the tanh, from the last step to the first:
   *
   * <pre>
   *   da[t] = (dh[t] + Whh^T da[t+1]) (1 - h[t]^2)
   * </pre>
   */
  @Override
  public void backward(Backend backend, Parameters weights, Sequence sequence, Follower follower) {
    backend.tanhRecurrenceGradient(
        weights.matrix(WHH), sequence.states(), sequence.dStates(), sequence.batch(), follower);
  }

  /**
   * Adds what these rows have of
   *
   * <pre>
   *   dWhh = sum over t of da[t] h[t-1]^T      dWxh = sum of da[t] x[t]^T      dbh = sum of da[t]
   * </pre>
   */
  @Override
  public void addGradients(
      Backend backend, int[] inputs, Sequence sequence, int first, int last, Parameters gradients) {
    Matrix da = sequence.dStates().rows(first, last - first);
    Matrix before = sequence.statesBefore().rows(first, last - first);
    boolean accumulate = last < sequence.rows();
    backend.outerProducts(before, da, gradients.matrix(WHH), accumulate);
    if (!accumulate) {
      backend.fill(gradients.matrix(WXH), 0);
    }
    backend.scatterAddRows(sequence.dStates(), inputs, first, last, gradients.matrix(WXH));
    backend.columnSums(da, gradients.matrix(BH), accumulate);
  }
}
