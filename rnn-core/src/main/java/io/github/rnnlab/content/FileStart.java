package io.github.rnnlab.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The first bytes of a file. */
final class FileStart {
  /** Enough to find the first name of an archive, and to tell how often zeros occur. */
  private static final int MOST_BYTES = 4096;

  private final byte[] bytes;

  private FileStart(byte[] bytes) {
    this.bytes = bytes;
  }

  static FileStart of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new FileStart(in.readNBytes(MOST_BYTES));
    }
  }

  /** Takes at most the first 4,096 of some bytes. */
  static FileStart of(byte[] bytes, int count) {
    return new FileStart(Arrays.copyOf(bytes, Math.min(count, MOST_BYTES)));
  }

  int length() {
    return bytes.length;
  }

  /** Returns a byte as a number from 0 to 255; -1 behind the end. */
  int at(int offset) {
    return offset < bytes.length ? bytes[offset] & 0xFF : -1;
  }

  /** Returns whether bytes stand at an offset, each character standing for the byte it numbers. */
  boolean has(int offset, String latin1) {
    byte[] expected = latin1.getBytes(StandardCharsets.ISO_8859_1);
    int end = offset + expected.length;
    return end <= bytes.length && Arrays.equals(bytes, offset, end, expected, 0, expected.length);
  }

  /** Returns some bytes as characters of the same numbers. */
  String text(int from, int to) {
    int end = Math.min(to, bytes.length);
    return from >= end ? "" : new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
  }
}
