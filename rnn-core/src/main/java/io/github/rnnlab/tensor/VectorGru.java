package io.github.rnnlab.tensor;

import static io.github.rnnlab.tensor.VectorMath.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The formulas of {@link GruStep} on vectors. Ranges are whole vectors. */
final class VectorGru {
  private static final VectorSpecies<Float> SPECIES = VectorMath.SPECIES;
  private static final int WIDTH = SPECIES.length();

  private final HostMatrix reset;
  private final HostMatrix update;
  private final HostMatrix candidate;
  private final HostMatrix recurrentPart;
  private final HostMatrix hidden;
  private final HostMatrix dHidden;
  private final int batch;

  VectorGru(Recurrence recurrence) {
    reset = (HostMatrix) recurrence.gates().get(0);
    update = (HostMatrix) recurrence.gates().get(1);
    candidate = (HostMatrix) recurrence.gates().get(2);
    recurrentPart = (HostMatrix) recurrence.gates().get(3);
    hidden = (HostMatrix) recurrence.hidden();
    dHidden = (HostMatrix) recurrence.dHidden();
    batch = recurrence.batch();
  }

  /** Computes columns {@code [from, to)} of {@link GruStep#forward}. */
  void forward(int row, int from, int to) {
    int count = to - from;
    VectorKernels.sigmoid(reset.data, reset.row(row) + from, count);
    VectorKernels.sigmoid(update.data, update.row(row) + from, count);
    candidate(
        reset.data,
        reset.row(row) + from,
        recurrentPart.data,
        recurrentPart.row(row) + from,
        candidate.data,
        candidate.row(row) + from,
        count);
    hidden(
        update.data,
        update.row(row) + from,
        candidate.data,
        candidate.row(row) + from,
        hidden.data,
        hidden.row(row) + from,
        hidden.row(row + batch) + from,
        count);
    // The sigmoid of the padding is not 0.
    reset.clearPadding(row);
    update.clearPadding(row);
  }

  /** Computes columns {@code [from, to)} of {@link GruStep#backward}. */
  void backward(int row, int from, int to) {
    int count = to - from;
    if (row >= batch) {
      addDirect(
          update.data,
          update.row(row) + from,
          dHidden.data,
          dHidden.row(row) + from,
          dHidden.row(row - batch) + from,
          count);
    }
    updateGradient(
        update.data,
        update.row(row) + from,
        candidate.data,
        candidate.row(row) + from,
        hidden.data,
        hidden.row(row) + from,
        dHidden.data,
        dHidden.row(row) + from,
        count);
    resetGradient(
        reset.data,
        reset.row(row) + from,
        recurrentPart.data,
        recurrentPart.row(row) + from,
        candidate.data,
        candidate.row(row) + from,
        count);
  }

  /** {@code n = tanh(an + r * q)} */
  private static void candidate(
      float[] reset, int r0, float[] recurrent, int q0, float[] candidate, int n0, int count) {
    for (int j = 0; j < count; j += WIDTH) {
      FloatVector r = load(reset, r0 + j);
      FloatVector sum = r.fma(load(recurrent, q0 + j), load(candidate, n0 + j));
      VectorMath.tanh(sum).intoArray(candidate, n0 + j);
    }
  }

  /** {@code h = n + z * (h' - n)} */
  private static void hidden(
      float[] update,
      int z0,
      float[] candidate,
      int n0,
      float[] hidden,
      int before,
      int after,
      int count) {
    for (int j = 0; j < count; j += WIDTH) {
      FloatVector n = load(candidate, n0 + j);
      FloatVector change = load(hidden, before + j).sub(n);
      load(update, z0 + j).fma(change, n).intoArray(hidden, after + j);
    }
  }

  /** {@code dh' += dh * z} */
  private static void addDirect(
      float[] update, int z0, float[] dHidden, int after, int before, int count) {
    for (int j = 0; j < count; j += WIDTH) {
      FloatVector dh = load(dHidden, after + j);
      dh.fma(load(update, z0 + j), load(dHidden, before + j)).intoArray(dHidden, before + j);
    }
  }

  /** {@code dan = dh * (1 - z) * (1 - n^2)} and {@code daz = dh * (h' - n) * z (1 - z)} */
  private static void updateGradient(
      float[] update,
      int z0,
      float[] candidate,
      int n0,
      float[] hidden,
      int h0,
      float[] dHidden,
      int d0,
      int count) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1);
    for (int j = 0; j < count; j += WIDTH) {
      FloatVector z = load(update, z0 + j);
      FloatVector n = load(candidate, n0 + j);
      FloatVector dh = load(dHidden, d0 + j);
      dh.mul(one.sub(z)).mul(n.neg().fma(n, one)).intoArray(candidate, n0 + j);
      FloatVector change = load(hidden, h0 + j).sub(n);
      dh.mul(change).mul(z.neg().fma(z, z)).intoArray(update, z0 + j);
    }
  }

  /** {@code dar = dan * q * r (1 - r)} and {@code dq = dan * r} */
  private static void resetGradient(
      float[] reset, int r0, float[] recurrent, int q0, float[] candidate, int n0, int count) {
    for (int j = 0; j < count; j += WIDTH) {
      FloatVector r = load(reset, r0 + j);
      FloatVector dan = load(candidate, n0 + j);
      dan.mul(load(recurrent, q0 + j)).mul(r.neg().fma(r, r)).intoArray(reset, r0 + j);
      dan.mul(r).intoArray(recurrent, q0 + j);
    }
  }
}
