package io.github.rnnlab.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.maven.GitRecords.Revision;
import io.github.rnnlab.report.RecordTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A repository of four commits, of which the third touches another directory. */
class GitRecordsTest {
  @TempDir Path directory;
  private Path repository;
  private Path experiments;

  @BeforeEach
  void makeARepository() throws Exception {
    repository = directory.resolve("repository");
    experiments = repository.resolve("experiments/play");
    try (Git git = Git.init().setDirectory(repository.toFile()).call()) {
      commit(git, experiments.resolve("play.json"), "one");
      commit(git, experiments.resolve("archive/play/report.json"), "two");
      commit(git, repository.resolve("README.md"), "three");
      commit(git, experiments.resolve("play.json"), "four");
    }
    Files.writeString(experiments.resolve("play.json"), "not committed");
  }

  @Test
  void readsTheDirectoryAsItWas() {
    try (GitRecords git = GitRecords.around(experiments)) {
      RecordTree before = git.revision("HEAD~1", "-Drnn.from").tree();
      assertThat(before.list("")).containsExactly("archive", "play.json");
      assertThat(before.list("archive")).containsExactly("play");
      assertThat(before.list("nothing")).isEmpty();
      assertThat(before.read("play.json")).isEqualTo("one");
      assertThat(before.read("archive/play/report.json")).isEqualTo("two");
      assertThat(before.read("archive/play")).isNull();
      assertThat(before.read("nothing.json")).isNull();
      assertThat(git.revision("HEAD", "-Drnn.to").tree().read("play.json")).isEqualTo("four");
    }
  }

  @Test
  void listsTheCommitsThatTouchedTheDirectory() {
    try (GitRecords git = GitRecords.around(experiments)) {
      Revision first = git.revision("HEAD~3", "-Drnn.from");
      Revision last = git.revision("HEAD", "-Drnn.to");
      List<Revision> changes = git.changes(first, last);
      assertThat(changes)
          .extracting(change -> change.tree().read("play.json"))
          .containsExactly("one", "four");
      assertThat(changes).last().extracting(Revision::label).isEqualTo(last.label());
      assertThat(last.label()).matches("[0-9a-f]{7}");
    }
  }

  @Test
  void theRepositorysOwnDirectoryMayBeTheExperiments() {
    try (GitRecords git = GitRecords.around(repository)) {
      assertThat(git.revision("HEAD", "-Drnn.to").tree().list(""))
          .containsExactly("README.md", "experiments");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD~9", "nowhere", "~~", "HEAD^{tree}"})
  void namesARevisionThatDoesNotExist(String revision) {
    try (GitRecords git = GitRecords.around(experiments)) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> git.revision(revision, "-Drnn.from"))
          .withMessageContaining("-Drnn.from: found " + revision);
    }
  }

  @Test
  void saysThatAShallowCloneLacksARevisionAndHowToFetchIt() throws Exception {
    Path clone = directory.resolve("clone");
    Git.cloneRepository()
        .setURI(repository.toUri().toString())
        .setDirectory(clone.toFile())
        .setDepth(2)
        .call()
        .close();
    try (GitRecords git = GitRecords.around(clone.resolve("experiments/play"))) {
      Revision last = git.revision("HEAD", "-Drnn.to");
      Revision first = git.revision("HEAD~1", "-Drnn.from");
      assertThat(git.changes(first, last)).hasSize(1);
      assertThat(first.tree().read("play.json")).isEqualTo("one");
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> git.revision("HEAD~2", "-Drnn.from"))
          .withMessageContaining("HEAD~2, which this shallow clone does not have")
          .withMessageContaining("ends at " + first.label())
          .withMessageContaining("git fetch --unshallow");
    }
  }

  @Test
  void needsARepository() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> GitRecords.around(directory))
        .withMessageContaining("no git repository around it");
  }

  private static void commit(Git git, Path file, String content) throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    git.add().addFilepattern(".").call();
    git.commit()
        .setMessage(content)
        .setAuthor("author", "author@example.org")
        .setCommitter("author", "author@example.org")
        .setSign(false)
        .call();
  }
}
