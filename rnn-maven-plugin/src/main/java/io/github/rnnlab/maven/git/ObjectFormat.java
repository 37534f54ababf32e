package io.github.rnnlab.maven.git;

import java.io.File;
import java.io.IOException;
import java.util.Objects;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;

/** The hash function of a repository's ids. JGit reads ids of SHA-1 only, and cuts off others. */
final class ObjectFormat {
  private static final String SHA1 = "sha1";

  private ObjectFormat() {}

  /** Returns the name of the format in git's words, such as {@code sha256}. */
  static String of(File gitDirectory) {
    FileBasedConfig config = new FileBasedConfig(new File(gitDirectory, "config"), FS.DETECTED);
    try {
      config.load();
    } catch (IOException | ConfigInvalidException e) {
      return SHA1; // Opening the repository says so.
    }
    return Objects.requireNonNullElse(config.getString("extensions", null, "objectFormat"), SHA1);
  }

  static boolean isRead(String format) {
    return format.equalsIgnoreCase(SHA1);
  }
}
