package io.github.rnnlab.checkpoint;

import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.safetensors.Safetensors.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Epochs as a tensor with a row per epoch. They cannot be in the header of a .safetensors file,
 * because readers limit it to 100 MB; a tensor holds tens of millions of epochs, in a third of the
 * space of JSON.
 *
 * <p>A row consists of the training loss, the validation loss and the streaming loss as doubles,
 * NaN for an absent one, and the SHA-256 of the weights. Each pair of these bytes, big-endian, is a
 * whole number below 65,536, which a 32-bit float holds exactly.
 */
final class EpochRows {
  private static final int HASH_BYTES = 32;
  private static final int ROW_BYTES = 3 * Double.BYTES + HASH_BYTES;
  private static final int COLUMNS = ROW_BYTES / Character.BYTES;

  private EpochRows() {}

  /** Returns all epochs, from the first on, as a tensor of shape (epochs, 28). */
  static Tensor of(List<EpochRecord> epochs) {
    float[] values = new float[Math.multiplyExact(epochs.size(), COLUMNS)];
    ByteBuffer row = ByteBuffer.allocate(ROW_BYTES);
    int at = 0;
    for (EpochRecord epoch : epochs) {
      row.clear()
          .putDouble(epoch.trainingLoss())
          .putDouble(orNaN(epoch.validationLoss()))
          .putDouble(orNaN(epoch.streamingLoss()))
          .put(HexFormat.of().parseHex(epoch.weightsSha256()))
          .flip();
      while (row.hasRemaining()) {
        values[at++] = row.getChar();
      }
    }
    return new Tensor(List.of(epochs.size(), COLUMNS), values);
  }

  /** Returns whether a tensor has the shape of epochs. */
  static boolean fits(Tensor rows) {
    return rows.shape().size() == 2 && rows.shape().get(1) == COLUMNS;
  }

  /** Returns the epochs of a tensor that {@link #fits}. */
  static List<EpochRecord> read(Tensor rows) {
    float[] values = rows.values();
    List<EpochRecord> epochs = new ArrayList<>();
    ByteBuffer row = ByteBuffer.allocate(ROW_BYTES);
    byte[] sha256 = new byte[HASH_BYTES];
    for (int at = 0; at < values.length; ) {
      row.clear();
      while (row.hasRemaining()) {
        row.putChar((char) values[at++]);
      }
      row.flip();
      double training = row.getDouble();
      Double validation = orNull(row.getDouble());
      Double streaming = orNull(row.getDouble());
      row.get(sha256);
      epochs.add(
          EpochRecord.of(
              epochs.size() + 1,
              training,
              validation,
              streaming,
              HexFormat.of().formatHex(sha256)));
    }
    return epochs;
  }

  private static double orNaN(@Nullable Double loss) {
    return loss == null ? Double.NaN : loss;
  }

  private static @Nullable Double orNull(double loss) {
    return Double.isNaN(loss) ? null : Double.valueOf(loss);
  }
}
