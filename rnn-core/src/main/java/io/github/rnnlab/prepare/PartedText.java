package io.github.rnnlab.prepare;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.Sha256;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A text in UTF-8, cut after line feeds, where neither a character nor a word goes on.
 *
 * @param parts in their order
 * @param sha256 of all bytes
 * @param bytes their number
 */
public record PartedText(List<Part> parts, String sha256, long bytes) {
  /**
   * A part of a file.
   *
   * @param offset of its first byte
   * @param length its number of bytes
   * @param crc their CRC-32C: every machine that reads the part must find the same
   */
  public record Part(long offset, int length, long crc) implements Serializable {
    /**
     * Reads the part.
     *
     * @throws CharacterCodingException if it is not UTF-8
     * @throws IOException if it cannot be read
     * @throws BrokenRunException if it has other bytes than the part that was cut
     */
    public String read(Path text) throws IOException {
      byte[] bytes = new byte[length];
      int read;
      try (FileChannel file = FileChannel.open(text)) {
        read = readFully(file, offset, bytes);
      }
      CRC32C found = new CRC32C();
      found.update(bytes, 0, read);
      if (read < length || found.getValue() != crc) {
        throw new BrokenRunException(
            "The bytes from "
                + offset
                + " on of "
                + text
                + " are not those that the driver read. Give every machine the same file under"
                + " this path, and leave it as it is meanwhile.");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  /** Copies the list. */
  public PartedText {
    parts = List.copyOf(parts);
  }

  /**
   * Reads and cuts a text.
   *
   * @param most the most bytes of a part
   * @return without parts if a line is longer than that
   * @throws InvalidInputException if there is no such file
   */
  static PartedText of(Path text, int most) {
    MessageDigest digest = Sha256.digest();
    List<Part> parts = new ArrayList<>();
    byte[] bytes = new byte[most];
    long offset = 0;
    boolean isCut = true;
    try (FileChannel file = FileChannel.open(text)) {
      for (int read = readFully(file, 0, bytes); read > 0; read = readFully(file, offset, bytes)) {
        int length = read;
        while (offset + read < file.size() && length > 0 && bytes[length - 1] != '\n') {
          length--;
        }
        if (length == 0) {
          isCut = false;
          length = read;
        }
        digest.update(bytes, 0, length);
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        parts.add(new Part(offset, length, crc.getValue()));
        offset += length;
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          text.toString(), e.toString(), "a readable text file", "Correct the path.", e);
    }
    return new PartedText(isCut ? parts : List.of(), Sha256.hex(digest), offset);
  }

  private static int readFully(FileChannel file, long offset, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining() && file.read(buffer, offset + buffer.position()) >= 0) {}
    return buffer.position();
  }
}
