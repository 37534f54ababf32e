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
 * What a pass over T steps of B sequences keeps for the way back. It is allocated once and used for
 * every pass of its size.
 *
 * <p>All matrices are time-major: row {@code t B + b}.
 *
 * <p>For one thread at a time: a model refuses a pass that another thread is using, with an {@link
 * IllegalStateException}.
 */
public final class Pass {
  private final Backend backend;
  private final int steps;
  private final int batch;
  private final List<LayerState> layers;
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
    inputs = backend.allocateIds(rows);
    targets = backend.allocateIds(rows);
    logits = backend.allocate(rows, shape.vocabulary());
    losses = backend.allocateLosses(rows);
    outputWeight = backend.allocatePacked(shape.hidden(), shape.vocabulary());
    transposedOutputWeight = backend.allocatePacked(shape.vocabulary(), shape.hidden());
  }

  /** Returns how many bytes a pass over T steps of B sequences takes, however many. */
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

  /** Starts from states of zeros, as at the start of every window. */
  public void startFromZero() {
    layers.forEach(layer -> layer.startFromZero(backend));
  }

  /** Starts where the last pass ended. */
  public void startFromLastState() {
    startAfter(this);
  }

  /** Starts where the last pass over another one of as large a batch ended. */
  public void startAfter(Pass other) {
    for (int layer = 0; layer < layers.size(); layer++) {
      layers.get(layer).startAfter(backend, other.layers.get(layer));
    }
  }

  /**
   * Promises that the model's weights will not change from now on, so that what each pass would
   * prepare of them is prepared once.
   */
  public void freezeWeights() {
    frozen = true;
  }

  /** Returns whether weights must be packed, and takes them as packed. */
  boolean needsPacking() {
    boolean needed = !(frozen && packed);
    packed = true;
    return needed;
  }

  /** Returns {@code logits (T B, V)}, which the loss turns into their gradient. */
  public Matrix logits() {
    return logits;
  }

  /** Returns what is kept of each layer, from the tokens up. */
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

  /** Returns the output layer's weight as states are multiplied with it, (H, V). */
  PackedMatrix outputWeight() {
    return outputWeight;
  }

  /**
   * Returns the output layer's weight as the gradients of logits are multiplied with it, (V, H).
   */
  PackedMatrix transposedOutputWeight() {
    return transposedOutputWeight;
  }
}
