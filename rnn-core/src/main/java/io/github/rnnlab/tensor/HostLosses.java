package io.github.rnnlab.tensor;

/** Losses in a Java array. */
final class HostLosses implements Losses {
  final double[] values;

  HostLosses(int count) {
    values = new double[count];
  }

  @Override
  public int count() {
    return values.length;
  }
}
