package io.github.rnnlab.safetensors;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.file.Interruption;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named tensors of 32-bit floats and texts in the .safetensors format of Hugging Face: the length
 * of the header in 8 bytes, the header in JSON, the numbers; all little-endian.
 *
 * <p>Any number of threads may read it at once; the numbers of a tensor are shared and not copied,
 * so nobody may change them meanwhile.
 *
 * @param tensors by name; the order is that of the numbers in the file
 * @param metadata texts by name, in the order of the header
 */
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Copies both maps, keeping their orders; the tensors' numbers are shared. */
  public Safetensors {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    if (tensors.containsKey(SafetensorsHeader.METADATA)) {
      throw new IllegalArgumentException("no tensor may be named " + SafetensorsHeader.METADATA);
    }
  }

  /**
   * A tensor.
   *
   * @param shape its sizes, outermost first; none for a single number
   * @param values its numbers, row-major; shared, not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // millions of numbers; equality is by their bits
  public record Tensor(List<Integer> shape, float[] values) {
    /** Checks that there are as many numbers as the shape says. */
    public Tensor {
      shape = List.copyOf(shape);
      if (shape.stream().anyMatch(size -> size < 0)
          || shape.stream().reduce(1, Math::multiplyExact) != values.length) {
        throw new IllegalArgumentException(values.length + " numbers for the shape " + shape);
      }
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Tensor that
          && shape.equals(that.shape)
          && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return 31 * shape.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
      return "Tensor" + shape;
    }
  }

  /**
   * Reads a file; its tensors come in the order of their numbers.
   *
   * @throws InvalidInputException if the file cannot be read, is damaged or holds anything but
   *     32-bit floats
   */
  public static Safetensors read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          file.toString(),
          Files.exists(file) ? "no regular file" : "no such file",
          "a .safetensors file",
          "Correct the path.");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      SafetensorsHeader header = SafetensorsHeader.read(channel, size, file);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (SafetensorsHeader.Entry entry : header.entries()) {
        tensors.put(entry.name(), new Tensor(entry.shape(), floats(channel, entry.count())));
      }
      return new Safetensors(tensors, header.metadata());
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Reads the texts of a file without its numbers.
   *
   * @throws InvalidInputException if the file cannot be read or its header is damaged
   */
  public static Map<String, String> readMetadata(Path file) {
    return readHeader(file).metadata();
  }

  /**
   * Reads the shape of each tensor by its name, without the numbers.
   *
   * @throws InvalidInputException if the file cannot be read or its header is damaged
   */
  public static Map<String, List<Integer>> readShapes(Path file) {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    readHeader(file).entries().forEach(entry -> shapes.put(entry.name(), entry.shape()));
    return shapes;
  }

  private static SafetensorsHeader readHeader(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      return SafetensorsHeader.read(channel, channel.size(), file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Writes the file, replacing it only when whole. Equal contents give equal bytes; the numbers
   * start at a multiple of 8 bytes.
   *
   * @throws io.github.rnnlab.BrokenRunException if the file cannot be written
   */
  public void write(Path file) {
    AtomicFile.write(
        file,
        channel -> {
          writeAll(channel, SafetensorsHeader.of(this).bytes());
          for (Tensor tensor : tensors.values()) {
            writeFloats(channel, tensor.values());
          }
        });
  }

  /** Reads from the channel's position until the buffer is full, and flips it. */
  static ByteBuffer readFully(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("it became shorter while it was read");
      }
    }
    return buffer.flip();
  }

  private static InvalidInputException unreadable(Path file, IOException e) {
    Interruption.rethrow(e);
    return new InvalidInputException(
        file.toString(),
        "a file that cannot be read (" + e + ")",
        "a readable .safetensors file",
        "Make it readable.",
        e);
  }

  private static float[] floats(FileChannel channel, int count) throws IOException {
    float[] values = new float[count];
    ByteBuffer buffer = buffer();
    for (int done = 0; done < count; done += BUFFER_BYTES / Float.BYTES) {
      int here = Math.min(count - done, BUFFER_BYTES / Float.BYTES);
      readFully(channel, buffer.clear().limit(here * Float.BYTES));
      buffer.asFloatBuffer().get(values, done, here);
    }
    return values;
  }

  private static void writeFloats(FileChannel channel, float[] values) throws IOException {
    ByteBuffer buffer = buffer();
    for (int done = 0; done < values.length; done += BUFFER_BYTES / Float.BYTES) {
      int here = Math.min(values.length - done, BUFFER_BYTES / Float.BYTES);
      buffer.clear().limit(here * Float.BYTES);
      buffer.asFloatBuffer().put(values, done, here);
      writeAll(channel, buffer);
    }
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
