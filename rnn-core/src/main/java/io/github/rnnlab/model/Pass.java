package io.github.rnnlab.model;

import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Ids;
import io.github.rnnlab.tensor.Losses;
import io.github.rnnlab.tensor.Matrix;
import io.github.rnnlab.tensor.PackedMatrix;
import io.github.rnnlab.tensor.Recurrence;
import io.github.rnnlab.tensor.SoleUse;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The states, gates and logits of a pass over T steps of B sequences, which the way back needs.
 * Allocate it once and use it for every pass of its size.
 *
 * <p>All matrices are time-major: row {@code t B + b}.
 *
 * <p>One thread at a time may use it. A model refuses a pass that another thread is using with an
 * {@link IllegalStateException}.
 */
public final class Pass {
  private final Backend backend;
  private final int steps;
  private final int batch;
  private final List<LayerState> layers;
  private final List<Matrix> firstStates;
  private final List<Matrix> lastStates;
  private final Ids inputs;
  private final Ids targets;
  private final Matrix logits;
  private final Losses losses;
  private final PackedMatrix outputWeight;
  private final PackedMatrix transposedOutputWeight;
  private boolean frozen;
  private boolean packed;
  private final SoleUse use =
      new SoleUse("a pass", "Give each thread one of its own with LanguageModel.pass(...).");

  Pass(Backend backend, ModelShape shape, Parameters weights, int steps, int batch) {
    this.backend = backend;
    this.steps = steps;
    this.batch = batch;
    int rows = Math.multiplyExact(steps, batch);
    layers =
        IntStream.range(0, shape.layers())
            .mapToObj(i -> LayerState.allocate(backend, shape, weights, i, steps, batch))
            .toList();
    firstStates = layers.stream().flatMap(layer -> layer.states(0)).toList();
    lastStates = layers.stream().flatMap(layer -> layer.states(rows)).toList();
    inputs = backend.allocateIds(rows);
    targets = backend.allocateIds(rows);
    logits = backend.allocate(rows, shape.vocabulary());
    losses = backend.allocateLosses(rows);
    outputWeight = backend.allocatePacked(shape.hidden(), shape.vocabulary());
    transposedOutputWeight = backend.allocatePacked(shape.vocabulary(), shape.hidden());
  }

  /** Returns the bytes of a pass over T steps of B sequences, however large. */
  public static long bytes(Backend backend, ModelShape shape, long steps, long batch) {
    long rows = steps * batch;
    long layers = 0;
    for (int layer = 0; layer < shape.layers(); layer++) {
      layers += LayerState.bytes(backend, shape, layer, steps, batch);
    }
    return layers
        + backend.bytes(rows, shape.vocabulary())
        + backend.packedBytes(shape.hidden(), shape.vocabulary())
        + backend.packedBytes(shape.vocabulary(), shape.hidden())
        + (2 * Integer.BYTES + Double.BYTES) * rows;
  }

  /** Returns the guard that a thread enters while it uses this pass. */
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

  /** Sets the first states to zeros, as at the start of every window. */
  public void startFromZero() {
    firstStates.forEach(state -> backend.fill(state, 0));
  }

  /** Sets the first states to the last states of the pass before. */
  public void startFromLastState() {
    startAfter(this);
  }

  /** Sets the first states to the last states of another pass with the same batch size. */
  public void startAfter(Pass other) {
    copy(other.lastStates, firstStates);
  }

  /**
   * Sets the first states to carried ones.
   *
   * @param states as {@link LanguageModel#states} makes them, of the same batch size
   */
  public void startFrom(Parameters states) {
    copy(states.block().matrices(), firstStates);
  }

  /**
   * Copies the last states, for a pass that continues this one.
   *
   * @param states overwritten; as {@link LanguageModel#states} makes them, of the same batch size
   */
  public void keepLastStates(Parameters states) {
    copy(lastStates, states.block().matrices());
  }

  private void copy(List<Matrix> from, List<Matrix> to) {
    for (int i = 0; i < to.size(); i++) {
      backend.copy(from.get(i), to.get(i));
    }
  }

  /**
   * Promises that the model's weights will not change from now on, so that they are packed once and
   * not in every pass.
   */
  public void freezeWeights() {
    frozen = true;
  }

  /** Returns whether the caller must pack the weights now; they count as packed from then on. */
  boolean needsPacking() {
    boolean needed = !(frozen && packed);
    packed = true;
    return needed;
  }

  /** Has the next pass pack anew: the way back packs other orientations. */
  void forgetPacking() {
    packed = false;
  }

  /** Returns {@code logits (T B, V)}, which the loss overwrites with their gradient. */
  public Matrix logits() {
    return logits;
  }

  /** Returns the state of each layer, from the tokens up. */
  List<LayerState> layers() {
    return layers;
  }

  /** Returns the recurrence of the last layer. */
  Recurrence top() {
    return layers.get(layers.size() - 1).recurrence();
  }

  /** Returns T B ids. */
  Ids inputs() {
    return inputs;
  }

  /** Returns T B ids: the token that follows each input. */
  Ids targets() {
    return targets;
  }

  /** Returns the cross-entropy of each prediction, in nats, once the loss is computed. */
  Losses losses() {
    return losses;
  }

  /** Returns the output layer's weight (H, V), packed for products with states. */
  PackedMatrix outputWeight() {
    return outputWeight;
  }

  /** Returns the output layer's weight (V, H), packed for products with the gradients of logits. */
  PackedMatrix transposedOutputWeight() {
    return transposedOutputWeight;
  }
}
