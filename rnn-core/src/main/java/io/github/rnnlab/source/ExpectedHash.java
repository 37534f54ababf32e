package io.github.rnnlab.source;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The SHA-256 that a config states for its corpus. */
final class ExpectedHash {
  private static final String KEY = "corpus.sha256";

  private ExpectedHash() {}

  /** Returns the hash in lower case. Refuses a missing or malformed one. */
  static String required(@Nullable String sha256, String of) {
    if (sha256 == null || !sha256.matches("[0-9a-fA-F]{64}")) {
      throw new InvalidInputException(
          KEY,
          sha256 == null ? "nothing" : "\"" + sha256 + "\"",
          "the SHA-256 of " + of + " in 64 hexadecimal digits",
          "Download the file once, look at it, and state what sha256sum prints for it.");
    }
    return sha256.toLowerCase(Locale.ROOT);
  }

  /** Returns the SHA-256 of a file. */
  static String of(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      Interruption.rethrow(e);
      throw new BrokenRunException("Cannot read " + file + " (" + e + "). Make it readable.", e);
    }
  }

  /** Returns the refusal of a file with another hash. */
  static InvalidInputException mismatch(String found, String of, String expected) {
    return mismatch(
        found,
        of,
        expected,
        "Get the text that was meant, or state the found hash if the new text is meant.");
  }

  /** Returns the refusal of a file with another hash, and what to do. */
  static InvalidInputException mismatch(String found, String of, String expected, String fix) {
    return new InvalidInputException(KEY, found + " as the hash of " + of, expected, fix);
  }
}
