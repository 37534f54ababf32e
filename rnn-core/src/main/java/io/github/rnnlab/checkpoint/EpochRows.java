package io.github.rnnlab.checkpoint;

import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.safetensors.Safetensors.Tensor;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Epochs as {@link ByteRows}: the training loss, the validation loss and the streaming loss as
 * doubles, NaN for an absent one, and the SHA-256 of the weights.
 */
final class EpochRows {
  private static final int HASH_BYTES = 32;
  private static final ByteRows ROWS = new ByteRows(3 * Double.BYTES + HASH_BYTES);

  private EpochRows() {}

  /** Returns all epochs, from the first on, as a tensor of shape (epochs, 28). */
  static Tensor of(List<EpochRecord> epochs) {
    return ROWS.of(
        epochs,
        (epoch, row) ->
            row.putDouble(epoch.trainingLoss())
                .putDouble(orNaN(epoch.validationLoss()))
                .putDouble(orNaN(epoch.streamingLoss()))
                .put(HexFormat.of().parseHex(epoch.weightsSha256())));
  }

  /** Returns whether a tensor has the shape of epochs. */
  static boolean fits(Tensor rows) {
    return ROWS.fits(rows);
  }

  /** Returns the epochs of a tensor that {@link #fits}. */
  static List<EpochRecord> read(Tensor rows) {
    return ROWS.read(rows, (index, row) -> epoch(index + 1, row));
  }

  private static EpochRecord epoch(int number, ByteBuffer row) {
    double training = row.getDouble();
    Double validation = orNull(row.getDouble());
    Double streaming = orNull(row.getDouble());
    byte[] sha256 = new byte[HASH_BYTES];
    row.get(sha256);
    return EpochRecord.of(
        number, training, validation, streaming, HexFormat.of().formatHex(sha256));
  }

  private static double orNaN(@Nullable Double loss) {
    return loss == null ? Double.NaN : loss;
  }

  private static @Nullable Double orNull(double loss) {
    return Double.isNaN(loss) ? null : Double.valueOf(loss);
  }
}
