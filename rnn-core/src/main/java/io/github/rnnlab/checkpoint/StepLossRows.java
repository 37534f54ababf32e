package io.github.rnnlab.checkpoint;

import io.github.rnnlab.safetensors.Safetensors.Tensor;
import java.util.List;

/** Losses at intervals of steps as {@link ByteRows} of one double each. */
final class StepLossRows {
  private static final ByteRows ROWS = new ByteRows(Double.BYTES);

  private StepLossRows() {}

  /** Returns all losses, from the first on, as a tensor of shape (losses, 4). */
  static Tensor of(List<Double> losses) {
    return ROWS.of(losses, (loss, row) -> row.putDouble(loss));
  }

  /** Returns whether a tensor has the shape of losses. */
  static boolean fits(Tensor rows) {
    return ROWS.fits(rows);
  }

  /** Returns the losses of a tensor that {@link #fits}. */
  static List<Double> read(Tensor rows) {
    return ROWS.read(rows, (index, row) -> row.getDouble());
  }
}
