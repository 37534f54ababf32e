package io.github.rnnlab.model;

import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Matrix;
import io.github.rnnlab.tensor.SoleUse;

/**
 * What one pass over T steps of B sequences keeps for the way back. Allocated once and used for
 * every pass.
 *
 * <p>All matrices are time-major: row {@code t * B + b}.
 *
 * <p>For one thread at a time: a pass refuses a sequence that another thread's pass is using, with
 * an {@link IllegalStateException}.
 */
public final class Sequence {
  private final Backend backend;
  private final int steps;
  private final int batch;
  private final Matrix states;
  private final Matrix statesBefore;
  private final Matrix statesAfter;
  private final Matrix firstState;
  private final Matrix lastState;
  private final Matrix dStates;
  private final Matrix logits;
  private final Matrix turnedOutput;
  private final double[] losses;
  private final SoleUse use =
      new SoleUse("a sequence", "Give each thread one of its own with CharRnn.sequence(...).");

  Sequence(Backend backend, int steps, int batch, int hiddenSize, int vocabularySize) {
    this.backend = backend;
    this.steps = steps;
    this.batch = batch;
    int rows = Math.multiplyExact(steps, batch);
    states = backend.allocate(Math.addExact(rows, batch), hiddenSize);
    statesBefore = states.rows(0, rows);
    statesAfter = states.rows(batch, rows);
    firstState = states.rows(0, batch);
    lastState = states.rows(rows, batch);
    dStates = backend.allocate(rows, hiddenSize);
    logits = backend.allocate(rows, vocabularySize);
    turnedOutput = backend.allocate(hiddenSize, vocabularySize);
    losses = new double[rows];
  }

  /**
   * Returns how many bytes the matrices and losses of T steps of B sequences take, however many.
   */
  public static long bytes(
      Backend backend, long steps, long batch, long hiddenSize, long vocabularySize) {
    long rows = steps * batch;
    return backend.bytes(rows + batch, hiddenSize)
        + backend.bytes(rows, hiddenSize)
        + backend.bytes(rows, vocabularySize)
        + backend.bytes(hiddenSize, vocabularySize)
        + Double.BYTES * rows;
  }

  /** Returns what a thread enters while it uses this. */
  public SoleUse use() {
    return use;
  }

  /** Returns T. */
  public int steps() {
    return steps;
  }

  /** Returns B. */
  public int batch() {
    return batch;
  }

  /** Returns T B. */
  int rows() {
    return losses.length;
  }

  /** Starts from a hidden state of zeros, as at the start of every window. */
  public void startFromZero() {
    backend.fill(firstState, 0);
  }

  /** Starts where the last pass ended. */
  public void startFromLastState() {
    startAfter(this);
  }

  /** Starts where the last pass over another sequence of as large a batch ended. */
  public void startAfter(Sequence other) {
    backend.copy(other.lastState, firstState);
  }

  /** Returns {@code logits (T B, V)}, which the loss turns into their gradient. */
  public Matrix logits() {
    return logits;
  }

  /** Where the output layer's weights are kept turned, (H, V). */
  Matrix turnedOutput() {
    return turnedOutput;
  }

  /** The cross-entropy of each prediction, in nats, once the loss is computed. */
  double[] losses() {
    return losses;
  }

  /** Returns the sum of all losses. */
  double loss() {
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return sum;
  }

  /** {@code h[-1] .. h[T-1]}, ((T + 1) B, H). */
  Matrix states() {
    return states;
  }

  /** {@code h[t-1]} for each t, (T B, H). */
  Matrix statesBefore() {
    return statesBefore;
  }

  /** {@code h[t]} for each t, (T B, H). */
  Matrix statesAfter() {
    return statesAfter;
  }

  /** The gradient of {@code h[t]}, later that of what is inside the tanh, (T B, H). */
  Matrix dStates() {
    return dStates;
  }
}
