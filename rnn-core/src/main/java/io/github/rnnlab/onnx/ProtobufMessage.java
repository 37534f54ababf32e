package io.github.rnnlab.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message in the wire format of Protocol Buffers: fields, each with a number, in the order in
 * which they are added. A field that is added again is repeated.
 *
 * <p>Bytes are shared and not copied, so that a model's weights are in memory only once. Not safe
 * for use by several threads.
 */
final class ProtobufMessage {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;
  private static final int MOST_VARINT_BYTES = 10;

  private final List<byte[]> parts = new ArrayList<>();
  private long length;

  /** Adds a field of type int32, int64 or enum. */
  ProtobufMessage add(int field, long value) {
    add(varints(field << 3 | VARINT, value));
    return this;
  }

  /** Adds a field of type string. */
  ProtobufMessage add(int field, String value) {
    return add(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a field of type bytes, which nobody may change from now on. */
  ProtobufMessage add(int field, byte[] value) {
    add(varints(field << 3 | LENGTH_DELIMITED, value.length));
    add(value);
    return this;
  }

  /** Adds a field whose type is a message, as it is now. */
  ProtobufMessage add(int field, ProtobufMessage value) {
    add(varints(field << 3 | LENGTH_DELIMITED, value.length));
    value.parts.forEach(this::add);
    return this;
  }

  /** Returns the bytes of the message. */
  long length() {
    return length;
  }

  /** Writes the message to a file. */
  void writeTo(FileChannel channel) throws IOException {
    for (byte[] part : parts) {
      ByteBuffer bytes = ByteBuffer.wrap(part);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  private void add(byte[] part) {
    parts.add(part);
    length += part.length;
  }

  /** Returns two numbers in groups of seven bits, the lowest first; all but the last have a 1. */
  private static byte[] varints(long first, long second) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * MOST_VARINT_BYTES);
    for (long value : new long[] {first, second}) {
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        bytes.put((byte) (rest | 0x80));
        rest >>>= 7;
      }
      bytes.put((byte) rest);
    }
    byte[] used = new byte[bytes.position()];
    bytes.flip().get(used);
    return used;
  }
}
