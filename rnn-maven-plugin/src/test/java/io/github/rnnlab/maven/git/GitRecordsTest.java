package io.github.rnnlab.maven.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.compare.RecordTree;
import io.github.rnnlab.maven.git.GitRecords.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
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
  void namesARepositoryOfSha256() throws IOException {
    Files.writeString(
        repository.resolve(".git/config"),
        "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tobjectformat = sha256\n");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> GitRecords.around(experiments))
        .withMessageStartingWith(
            experiments + ": found a git repository with the object format sha256, expected");
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

  /** What a stranger's branch may hold in place of a record. */
  @Test
  void readsFilesOnly() throws Exception {
    try (Git git = Git.open(repository.toFile());
        ObjectInserter inserter = git.getRepository().newObjectInserter()) {
      ObjectId text = inserter.insert(Constants.OBJ_BLOB, "/etc/passwd".getBytes(UTF_8));
      TreeFormatter names = new TreeFormatter();
      names.append("a.json", FileMode.REGULAR_FILE, text);
      names.append("link.json", FileMode.SYMLINK, text);
      names.append("module", FileMode.GITLINK, text);
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(inserter.insert(names));
      PersonIdent author = new PersonIdent("author", "author@example.org");
      commit.setAuthor(author);
      commit.setCommitter(author);
      String id = inserter.insert(commit).name();
      inserter.flush();
      try (GitRecords records = GitRecords.around(repository)) {
        RecordTree tree = records.revision(id, "-Drnn.from").tree();
        assertThat(tree.read("a.json")).isEqualTo("/etc/passwd");
        assertThat(tree.read("link.json")).isNull();
        assertThat(tree.read("module")).isNull();
        assertThat(tree.list("module")).isEmpty();
      }
    }
  }

  @Test
  void readsNoFileThatIsTooLargeForARecord() throws Exception {
    try (Git git = Git.open(repository.toFile())) {
      commit(git, experiments.resolve("large.json"), " ".repeat(RecordTree.MOST_BYTES + 1));
    }
    try (GitRecords git = GitRecords.around(experiments)) {
      RecordTree tree = git.revision("HEAD", "-Drnn.from").tree();
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> tree.read("large.json"))
          .withMessageContaining("large.json: found a file of 67108865 bytes, expected at most");
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

  /** {@code -Drnn.fuzz=200000} damages it more often, as in the tests of rnn-core. */
  @Test
  void readsOrRefusesWhateverFileOfTheRepositoryIsDamaged() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(repository.resolve(".git"))) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (int trial = 0; trial < Integer.getInteger("rnn.fuzz", 100); trial++) {
      Random random = new Random(Long.getLong("rnn.fuzzSeed", 1) * 1_000_003 + trial);
      Path file = files.get(random.nextInt(files.size()));
      byte[] whole = Files.readAllBytes(file);
      Files.delete(file); // Those of objects are read-only.
      Files.write(file, damaged(whole, random));
      try (GitRecords git = GitRecords.around(experiments)) {
        Revision last = git.revision("HEAD", "-Drnn.to");
        for (Revision change : git.changes(git.revision("HEAD~3", "-Drnn.from"), last)) {
          change.tree().list("archive");
          assertThat(change.tree().read("play.json")).isIn("one", "four", null);
        }
      } catch (InvalidInputException | BrokenRunException e) {
        assertThat(e.getMessage()).as("trial %d, %s", trial, file).doesNotContainPattern("\\p{Cc}");
      } catch (RuntimeException e) {
        throw new AssertionError("trial " + trial + ", " + file, e);
      }
      Files.delete(file);
      Files.write(file, whole);
    }
  }

  private static byte[] damaged(byte[] whole, Random random) {
    byte[] damaged =
        random.nextInt(3) == 0
            ? Arrays.copyOf(whole, random.nextInt(whole.length + 9))
            : whole.clone();
    for (int i = 0; damaged.length > 0 && i < random.nextInt(4); i++) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
    }
    return damaged;
  }

  private static void commit(Git git, Path file, String content) throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    git.add().addFilepattern(".").call();
    git.commit()
        .setMessage(String.valueOf(file.getFileName()))
        .setAuthor("author", "author@example.org")
        .setCommitter("author", "author@example.org")
        .setSign(false)
        .call();
  }
}
