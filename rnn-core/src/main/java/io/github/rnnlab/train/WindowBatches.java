package io.github.rnnlab.train;

import io.github.rnnlab.token.Windows;
import java.util.function.LongUnaryOperator;

/**
 * Windows in batches, in an order of their own; the last batch of an epoch has those that are left.
 *
 * <p>Immutable, so any number of threads may share it.
 */
public final class WindowBatches implements Batches {
  private final Windows windows;
  private final WindowOrder order;
  private final int size;

  /**
   * Puts windows into batches.
   *
   * @param windows the windows of the training text, each of T + 1 tokens
   * @param order those of an epoch
   * @param size windows per batch, at least 1
   */
  public WindowBatches(Windows windows, WindowOrder order, int size) {
    this.windows = windows;
    this.order = order;
    this.size = (int) Math.min(size, order.count());
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int length() {
    return windows.length() - 1;
  }

  @Override
  public long count() {
    return (order.count() - 1) / size + 1;
  }

  @Override
  public long sequences() {
    return order.count();
  }

  @Override
  public long predictions(long batches) {
    return Math.min(batches * size, order.count()) * length();
  }

  @Override
  public int lastSize() {
    return (int) ((order.count() - 1) % size) + 1;
  }

  @Override
  public int lastLength() {
    return length();
  }

  @Override
  public boolean carryStates() {
    return false;
  }

  @Override
  public Epoch epoch(int epoch) {
    LongUnaryOperator indexes = order.epoch(epoch);
    return (index, sequences) -> {
      long first = index * size;
      for (int row = 0; row < Math.min(size, order.count() - first); row++) {
        windows.read(indexes.applyAsLong(first + row), sequences[row]);
      }
    };
  }
}
