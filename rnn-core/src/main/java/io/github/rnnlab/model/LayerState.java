package io.github.rnnlab.model;

import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.Matrix;
import io.github.rnnlab.tensor.PackedMatrix;
import io.github.rnnlab.tensor.Recurrence;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The part of a pass that belongs to one layer. Symbols: G gates, H hidden units.
 *
 * @param recurrence states and gates of all steps
 * @param inputBiases G rows (1, H): the sums of the biases that every step adds to a gate
 * @param inputWeights G packed matrices (N, H), N being the numbers that the layer reads at a step;
 *     none for a layer that reads tokens
 * @param transposedInputWeights G packed matrices (H, N), for the way back; the same as the others
 *     where N is H, since forward and backward do not overlap
 */
record LayerState(
    Recurrence recurrence,
    List<Matrix> inputBiases,
    List<PackedMatrix> inputWeights,
    List<PackedMatrix> transposedInputWeights) {
  static LayerState allocate(
      Backend backend, ModelShape shape, Parameters weights, int layer, int steps, int batch) {
    Cell cell = shape.cell();
    int units = shape.hidden();
    int rows = Math.multiplyExact(steps, batch);
    int allRows = Math.addExact(rows, batch);
    Recurrence recurrence =
        new Recurrence(
            cell,
            batch,
            weights.gates(shape.recurrentWeight(layer)),
            backend.allocate(allRows, units),
            matrices(backend, cell.buffers(), rows, units),
            backend.allocate(rows, units),
            cell.states() > 1 ? backend.allocate(allRows, units) : null,
            cell.states() > 1 ? backend.allocate(batch, units) : null);
    int inputs = shape.inputs(layer);
    int packed = readsTokens(shape, layer) ? 0 : cell.gates();
    List<PackedMatrix> inputWeights = packed(backend, packed, inputs, units);
    return new LayerState(
        recurrence,
        matrices(backend, cell.gates(), 1, units),
        inputWeights,
        inputs == units ? inputWeights : packed(backend, packed, units, inputs));
  }

  private static boolean readsTokens(ModelShape shape, int layer) {
    return layer == 0 && !shape.isEmbedded();
  }

  private static List<PackedMatrix> packed(Backend backend, int count, int rows, int columns) {
    return IntStream.range(0, count)
        .mapToObj(gate -> backend.allocatePacked(rows, columns))
        .toList();
  }

  private static List<Matrix> matrices(Backend backend, int count, int rows, int columns) {
    return IntStream.range(0, count).mapToObj(i -> backend.allocate(rows, columns)).toList();
  }

  /** Returns the bytes that {@link #allocate} takes, however many. */
  static long bytes(Backend backend, ModelShape shape, int layer, long steps, long batch) {
    Cell cell = shape.cell();
    long units = shape.hidden();
    long rows = steps * batch;
    long states = backend.bytes(rows + batch, units) * cell.states();
    long gates = backend.bytes(rows, units) * (cell.buffers() + 1);
    long dCells = cell.states() > 1 ? backend.bytes(batch, units) : 0;
    long biases = backend.bytes(1, units) * cell.gates();
    return states + gates + dCells + biases + packedBytes(backend, shape, layer) * cell.gates();
  }

  private static long packedBytes(Backend backend, ModelShape shape, int layer) {
    if (readsTokens(shape, layer)) {
      return 0;
    }
    long inputs = shape.inputs(layer);
    long units = shape.hidden();
    long forward = backend.packedBytes(inputs, units);
    return inputs == units ? forward : forward + backend.packedBytes(units, inputs);
  }

  /** Returns the states from a row on, each (B, H): the hidden state, and an LSTM's cell state. */
  Stream<Matrix> states(int row) {
    return Stream.of(recurrence.hidden(), recurrence.cells())
        .filter(Objects::nonNull)
        .map(states -> states.rows(row, recurrence.batch()));
  }
}
