package io.github.rnnlab.tensor;

/** The sum of 16 lanes in one fixed tree: 8 pairs (l, l + 8), 4 pairs (l, l + 4), 2 and 1. */
final class LaneSum {
  private LaneSum() {}

  /** Returns the sum; the array is overwritten. */
  static float of(float[] lanes) {
    for (int half = HostMatrix.LANES / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] += lanes[lane + half];
      }
    }
    return lanes[0];
  }
}
