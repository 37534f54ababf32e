package io.github.rnnlab.checkpoint;

import io.github.rnnlab.safetensors.Safetensors.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Losses at intervals of steps as a tensor with a row for each. As in {@link EpochRows}, each pair
 * of bytes of a double is a number of the row.
 */
final class StepLossRows {
  private static final int COLUMNS = Double.BYTES / Character.BYTES;

  private StepLossRows() {}

  /** Returns all losses, from the first on, as a tensor of shape (losses, 4). */
  static Tensor of(List<Double> losses) {
    float[] values = new float[Math.multiplyExact(losses.size(), COLUMNS)];
    ByteBuffer row = ByteBuffer.allocate(Double.BYTES);
    int at = 0;
    for (double loss : losses) {
      row.clear().putDouble(loss).flip();
      while (row.hasRemaining()) {
        values[at++] = row.getChar();
      }
    }
    return new Tensor(List.of(losses.size(), COLUMNS), values);
  }

  /** Returns whether a tensor has the shape of losses. */
  static boolean fits(Tensor rows) {
    return rows.shape().size() == 2 && rows.shape().get(1) == COLUMNS;
  }

  /** Returns the losses of a tensor that {@link #fits}. */
  static List<Double> read(Tensor rows) {
    List<Double> losses = new ArrayList<>();
    ByteBuffer row = ByteBuffer.allocate(Double.BYTES);
    for (float value : rows.values()) {
      row.putChar((char) value);
      if (!row.hasRemaining()) {
        losses.add(row.flip().getDouble());
        row.clear();
      }
    }
    return losses;
  }
}
