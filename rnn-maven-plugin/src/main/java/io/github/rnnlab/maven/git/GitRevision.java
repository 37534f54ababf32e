package io.github.rnnlab.maven.git;

import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/** Finds the commit of an experiment. */
public final class GitRevision {
  private GitRevision() {}

  /**
   * Returns the id of the commit that is checked out around a directory, or null outside a
   * repository, and in one of SHA-256. Only HEAD is looked up; comparing files with it would take a
   * walk over all of them.
   */
  public static @Nullable String of(Path directory) {
    FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(directory.toFile());
    if (builder.getGitDir() == null || !ObjectFormat.isRead(ObjectFormat.of(builder.getGitDir()))) {
      return null;
    }
    try (Repository repository = builder.setMustExist(true).build()) {
      ObjectId head = repository.resolve(Constants.HEAD);
      return head == null ? null : head.name();
    } catch (IOException | RuntimeException e) {
      return null; // A damaged repository must not stop an experiment.
    }
  }
}
