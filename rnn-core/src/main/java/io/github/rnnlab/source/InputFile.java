package io.github.rnnlab.source;

import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Sha256;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file that a run reads, or an entry of an archive.
 *
 * @param key the config key that names it
 * @param place its location
 * @param sha256 of its bytes, or {@link #UNREADABLE}
 */
public record InputFile(String key, String place, String sha256) {
  /** The hash of a file that cannot be read. Whoever needs the file reports the reason. */
  public static final String UNREADABLE = "unreadable";

  /** Hashes a file as it is now. */
  public static InputFile of(String key, Path file) {
    try {
      return of(key, file, Sha256.of(file));
    } catch (IOException e) {
      Interruption.rethrow(e);
      return of(key, file, UNREADABLE);
    }
  }

  /** Describes a file whose hash is already known. */
  public static InputFile of(String key, Path file, String sha256) {
    return new InputFile(key, file.toAbsolutePath().normalize().toString(), sha256);
  }
}
