package io.github.rnnlab.content;

import io.github.rnnlab.file.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/** Recognizes files of which git has changed nothing but the line ends. */
public final class LineEnds {
  private static final int CHUNK = 1 << 16;

  private LineEnds() {}

  /**
   * Returns what to do about a file that has another hash than expected only because of its line
   * ends, as a sentence; empty if it differs in more, or cannot be read.
   *
   * @param sha256 the expected hash
   */
  public static Optional<String> changedByGit(Path file, String sha256) {
    MessageDigest lf = Sha256.digest();
    MessageDigest crlf = Sha256.digest();
    try (InputStream in = Files.newInputStream(file)) {
      digest(in, lf, crlf);
    } catch (IOException e) {
      return Optional.empty(); // Whoever needs the file says so.
    }
    return sha256.equals(Sha256.hex(lf)) || sha256.equals(Sha256.hex(crlf))
        ? Optional.of(
            "It differs in nothing but its line ends, which git changes if core.autocrlf is set."
                + " Put a line \""
                + file.getFileName()
                + " -text\" into .gitattributes, delete the file and check it out again.")
        : Optional.empty();
  }

  /** Digests a text with each line end as a line feed, and with each as CR LF. */
  private static void digest(InputStream in, MessageDigest lf, MessageDigest crlf)
      throws IOException {
    byte[] chunk = new byte[CHUNK];
    byte[] one = new byte[CHUNK + 1];
    byte[] two = new byte[2 * CHUNK + 1];
    boolean isAfterReturn = false;
    for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
      int ones = 0;
      int twos = 0;
      for (int i = 0; i < count; i++) {
        byte value = chunk[i];
        if (isAfterReturn && value != '\n') { // It ends no line.
          one[ones++] = '\r';
          two[twos++] = '\r';
        }
        isAfterReturn = value == '\r';
        if (!isAfterReturn) {
          if (value == '\n') {
            two[twos++] = '\r';
          }
          one[ones++] = value;
          two[twos++] = value;
        }
      }
      lf.update(one, 0, ones);
      crlf.update(two, 0, twos);
    }
    if (isAfterReturn) {
      lf.update((byte) '\r');
      crlf.update((byte) '\r');
    }
  }
}
