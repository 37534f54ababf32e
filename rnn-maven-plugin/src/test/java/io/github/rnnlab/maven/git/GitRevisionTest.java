package io.github.rnnlab.maven.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitRevisionTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @TempDir Path directory;

  @Test
  void isTheCommitAroundTheDirectory() throws Exception {
    Path inner = Files.createDirectories(directory.resolve("experiments/seed"));
    try (Repository repository =
        new FileRepositoryBuilder().setWorkTree(directory.toFile()).build()) {
      repository.create();
      assertThat(GitRevision.of(inner)).isNull();
      Path head = repository.getDirectory().toPath().resolve(repository.getFullBranch());
      Files.createDirectories(head.getParent());
      Files.writeString(head, COMMIT + "\n");
    }
    assertThat(GitRevision.of(inner)).isEqualTo(COMMIT);
  }

  @Test
  void isNotHalfAnIdOfSha256() throws Exception {
    try (Repository repository =
        new FileRepositoryBuilder().setWorkTree(directory.toFile()).build()) {
      repository.create();
      Path git = repository.getDirectory().toPath();
      Path head = git.resolve(repository.getFullBranch());
      Files.createDirectories(head.getParent());
      Files.writeString(head, "0123456789abcdef".repeat(4) + "\n");
      Files.writeString(
          git.resolve("config"),
          "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tobjectformat = sha256\n");
    }
    assertThat(GitRevision.of(directory)).isNull();
  }
}
