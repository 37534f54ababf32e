package io.github.rnnlab.tensor;

/** Ids in a Java array. */
final class HostIds implements Ids {
  final int[] values;

  HostIds(int count) {
    values = new int[count];
  }

  @Override
  public int count() {
    return values.length;
  }
}
