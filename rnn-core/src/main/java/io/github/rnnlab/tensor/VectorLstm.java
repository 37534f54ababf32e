package io.github.rnnlab.tensor;

import static io.github.rnnlab.tensor.VectorMath.load;
import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The formulas of {@link LstmStep} on vectors. Ranges are whole vectors. */
final class VectorLstm {
  private static final VectorSpecies<Float> SPECIES = VectorMath.SPECIES;
  private static final int WIDTH = SPECIES.length();

  private final HostMatrix input;
  private final HostMatrix forget;
  private final HostMatrix candidate;
  private final HostMatrix output;
  private final HostMatrix cells;
  private final HostMatrix dCells;
  private final HostMatrix hidden;
  private final HostMatrix dHidden;
  private final int batch;

  VectorLstm(Recurrence recurrence) {
    input = (HostMatrix) recurrence.gates().get(0);
    forget = (HostMatrix) recurrence.gates().get(1);
    candidate = (HostMatrix) recurrence.gates().get(2);
    output = (HostMatrix) recurrence.gates().get(3);
    cells = (HostMatrix) requireNonNull(recurrence.cells());
    dCells = (HostMatrix) requireNonNull(recurrence.dCells());
    hidden = (HostMatrix) recurrence.hidden();
    dHidden = (HostMatrix) recurrence.dHidden();
    batch = recurrence.batch();
  }

  /** Computes columns {@code [from, to)} of {@link LstmStep#forward}. */
  void forward(int row, int from, int to) {
    int count = to - from;
    VectorKernels.sigmoid(input.data, input.row(row) + from, count);
    VectorKernels.sigmoid(forget.data, forget.row(row) + from, count);
    VectorKernels.tanh(candidate.data, candidate.row(row) + from, count);
    VectorKernels.sigmoid(output.data, output.row(row) + from, count);
    cells(
        input.data,
        input.row(row) + from,
        forget.data,
        forget.row(row) + from,
        candidate.data,
        candidate.row(row) + from,
        cells.data,
        cells.row(row) + from,
        cells.row(row + batch) + from,
        count);
    hidden(
        output.data,
        output.row(row) + from,
        cells.data,
        cells.row(row + batch) + from,
        hidden.data,
        hidden.row(row + batch) + from,
        count);
    // The sigmoid of the padding is not 0.
    input.clearPadding(row);
    forget.clearPadding(row);
    output.clearPadding(row);
  }

  /** Computes columns {@code [from, to)} of {@link LstmStep#backward}. */
  void backward(int row, int from, int to) {
    int sequence = row % batch;
    int count = to - from;
    int d = dCells.row(sequence) + from;
    if (row + batch >= dHidden.rows) {
      Arrays.fill(dCells.data, d, d + count, 0);
    }
    outputGradient(
        output.data,
        output.row(row) + from,
        cells.data,
        cells.row(row + batch) + from,
        dHidden.data,
        dHidden.row(row) + from,
        dCells.data,
        d,
        count);
    gateGradients(
        input.data,
        input.row(row) + from,
        forget.data,
        forget.row(row) + from,
        candidate.data,
        candidate.row(row) + from,
        cells.data,
        cells.row(row) + from,
        dCells.data,
        d,
        count);
  }

  /** {@code c = f * c' + i * g} */
  private static void cells(
      float[] input,
      int i0,
      float[] forget,
      int f0,
      float[] candidate,
      int g0,
      float[] cells,
      int before,
      int after,
      int count) {
    for (int j = 0; j < count; j += WIDTH) {
      FloatVector added = load(input, i0 + j).mul(load(candidate, g0 + j));
      load(forget, f0 + j).fma(load(cells, before + j), added).intoArray(cells, after + j);
    }
  }

  /** {@code h = o * tanh(c)} */
  private static void hidden(
      float[] output, int o0, float[] cells, int c0, float[] hidden, int h0, int count) {
    for (int j = 0; j < count; j += WIDTH) {
      FloatVector y = VectorMath.tanh(load(cells, c0 + j));
      load(output, o0 + j).mul(y).intoArray(hidden, h0 + j);
    }
  }

  /** {@code dc += dh * o * (1 - tanh(c)^2)} and {@code dao = dh * tanh(c) * o (1 - o)} */
  private static void outputGradient(
      float[] output,
      int o0,
      float[] cells,
      int c0,
      float[] dHidden,
      int h0,
      float[] dCells,
      int d0,
      int count) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1);
    for (int j = 0; j < count; j += WIDTH) {
      FloatVector y = VectorMath.tanh(load(cells, c0 + j));
      FloatVector o = load(output, o0 + j);
      FloatVector dh = load(dHidden, h0 + j);
      FloatVector slope = y.neg().fma(y, one);
      dh.mul(o).fma(slope, load(dCells, d0 + j)).intoArray(dCells, d0 + j);
      dh.mul(y).mul(o.neg().fma(o, o)).intoArray(output, o0 + j);
    }
  }

  /** The gradients of the other gates, and {@code dc' = dc * f}. */
  private static void gateGradients(
      float[] input,
      int i0,
      float[] forget,
      int f0,
      float[] candidate,
      int g0,
      float[] cells,
      int before,
      float[] dCells,
      int d0,
      int count) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1);
    for (int j = 0; j < count; j += WIDTH) {
      FloatVector i = load(input, i0 + j);
      FloatVector f = load(forget, f0 + j);
      FloatVector g = load(candidate, g0 + j);
      FloatVector dc = load(dCells, d0 + j);
      dc.mul(g).mul(i.neg().fma(i, i)).intoArray(input, i0 + j);
      dc.mul(load(cells, before + j)).mul(f.neg().fma(f, f)).intoArray(forget, f0 + j);
      dc.mul(i).mul(g.neg().fma(g, one)).intoArray(candidate, g0 + j);
      dc.mul(f).intoArray(dCells, d0 + j);
    }
  }
}
