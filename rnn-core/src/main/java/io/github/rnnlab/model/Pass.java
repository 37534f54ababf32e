package io.github.rnnlab.model;

import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Ids;
import io.github.rnnlab.tensor.Losses;
import io.github.rnnlab.tensor.Matrix;
import io.github.rnnlab.tensor.PackedMatrix;
import io.github.rnnlab.tensor.Recurrence;
import io.github.rnnlab.tensor.SoleUse;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
  private final @Nullable Signal embedding;
  private final List<Signal> outputs;
  private final Matrix embeddingBias;
  private final Dropout dropout;
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
  private float[] factors = new float[0];
  private final SoleUse use =
      new SoleUse("a pass", "Give each thread one of its own with LanguageModel.pass(...).");

  Pass(
      Backend backend,
      ModelShape shape,
      Parameters weights,
      int steps,
      int batch,
      Dropout dropout) {
    this.backend = backend;
    this.dropout = dropout;
    this.steps = steps;
    this.batch = batch;
    int rows = Math.multiplyExact(steps, batch);
    layers =
        IntStream.range(0, shape.layers())
            .mapToObj(i -> LayerState.allocate(backend, shape, weights, i, steps, batch))
            .toList();
    int embedded = shape.embedding();
    embeddingBias = backend.allocate(1, embedded);
    embedding =
        shape.isEmbedded()
            ? Signal.of(
                backend,
                0,
                backend.allocate(rows, embedded),
                backend.allocate(rows, embedded),
                dropout.embedding())
            : null;
    outputs =
        IntStream.rangeClosed(1, layers.size())
            .mapToObj(
                place -> {
                  Recurrence layer = layers.get(place - 1).recurrence();
                  double p = dropout.at(place, layers.size());
                  return Signal.of(backend, place, layer.statesAfter(), layer.dHidden(), p);
                })
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
  public static long bytes(
      Backend backend, ModelShape shape, long steps, long batch, Dropout dropout) {
    long rows = steps * batch;
    long layers = 0;
    for (int layer = 0; layer < shape.layers(); layer++) {
      layers += LayerState.bytes(backend, shape, layer, steps, batch);
    }
    long embedding =
        shape.isEmbedded()
            ? 2 * backend.bytes(rows, shape.embedding()) + backend.bytes(1, shape.embedding())
            : 0;
    return layers
        + embedding
        + dropoutBytes(backend, shape, rows, dropout)
        + backend.bytes(rows, shape.vocabulary())
        + backend.packedBytes(shape.hidden(), shape.vocabulary())
        + backend.packedBytes(shape.vocabulary(), shape.hidden())
        + (2 * Integer.BYTES + Double.BYTES) * rows;
  }

  private static long dropoutBytes(Backend backend, ModelShape shape, long rows, Dropout dropout) {
    long bytes = 0;
    long largest = 0;
    for (int place = shape.isEmbedded() ? 0 : 1; place <= shape.layers(); place++) {
      if (dropout.at(place, shape.layers()) > 0) {
        long numbers = place == 0 ? shape.embedding() : shape.hidden();
        bytes += 2 * backend.bytes(rows, numbers);
        largest = Math.max(largest, numbers);
      }
    }
    return bytes + Float.BYTES * rows * largest;
  }

  /**
   * Draws what the next passes drop.
   *
   * @param step of training, counted from 1
   * @param shard which sequences of the step's batch these are
   */
  public void drop(long step, Shard shard) {
    drop(step, shard, embedding);
    for (Signal output : outputs) {
      drop(step, shard, output);
    }
  }

  private void drop(long step, Shard shard, @Nullable Signal signal) {
    if (signal == null || signal.drop() == null) {
      return;
    }
    if (factors.length < signal.count()) {
      factors = new float[signal.count()];
    }
    dropout.draw(
        signal.place(),
        signal.drop().probability(),
        step,
        shard,
        signal.values().columns(),
        factors,
        signal.count());
    backend.write(factors, signal.drop().factors());
  }

  /** Returns what a layer reads; the first layer must have an embedding. */
  Signal below(int layer) {
    return layer == 0 ? Objects.requireNonNull(embedding) : outputs.get(layer - 1);
  }

  /** Returns what the last layer hands to the output. */
  Signal output() {
    return outputs.get(outputs.size() - 1);
  }

  /** Returns E zeros: an embedding has no bias. */
  Matrix embeddingBias() {
    return embeddingBias;
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
   * @param states as {@link LanguageModel#states} makes them, of the whole batch
   * @param shard which sequences of the batch these are
   */
  public void startFrom(Parameters states, Shard shard) {
    copy(rows(states, shard), firstStates);
  }

  /**
   * Copies the last states, for a pass that continues this one.
   *
   * @param states receives them; as {@link LanguageModel#states} makes them, of the whole batch
   * @param shard which sequences of the batch these are
   */
  public void keepLastStates(Parameters states, Shard shard) {
    copy(lastStates, rows(states, shard));
  }

  private static List<Matrix> rows(Parameters states, Shard shard) {
    return states.block().matrices().stream()
        .map(matrix -> matrix.rows(shard.first(), shard.rows()))
        .toList();
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
