package io.github.rnnlab.checkpoint;

import io.github.rnnlab.safetensors.Safetensors.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * Records of equal length as a tensor with a row for each. They cannot be in the header of a
 * .safetensors file, because readers limit it to 100 MB; a tensor holds tens of millions of them,
 * in a third of the space of JSON. Each pair of bytes of a record, big-endian, is a number of its
 * row: a whole one below 65,536, which a 32-bit float holds exactly.
 *
 * @param bytes of a record, an even number
 */
record ByteRows(int bytes) {
  /** Returns a tensor of shape (records, bytes / 2). */
  <T> Tensor of(List<T> records, BiConsumer<T, ByteBuffer> write) {
    float[] values = new float[Math.multiplyExact(records.size(), columns())];
    ByteBuffer row = ByteBuffer.allocate(bytes);
    int at = 0;
    for (T each : records) {
      row.clear();
      write.accept(each, row);
      row.flip();
      while (row.hasRemaining()) {
        values[at++] = row.getChar();
      }
    }
    return new Tensor(List.of(records.size(), columns()), values);
  }

  /** Returns whether a tensor has the shape of such records. */
  boolean fits(Tensor rows) {
    return rows.shape().size() == 2 && rows.shape().get(1) == columns();
  }

  /** Returns the records of a tensor that {@link #fits}, read by their index, from 0 on. */
  <T> List<T> read(Tensor rows, BiFunction<Integer, ByteBuffer, T> read) {
    List<T> records = new ArrayList<>();
    ByteBuffer row = ByteBuffer.allocate(bytes);
    for (float value : rows.values()) {
      row.putChar((char) value);
      if (!row.hasRemaining()) {
        records.add(read.apply(records.size(), row.flip()));
        row.clear();
      }
    }
    return records;
  }

  private int columns() {
    return bytes / Character.BYTES;
  }
}
