package io.github.rnnlab.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StagedFilesTest {
  private static final Map<String, String> OLD =
      Map.of("model", "old weights", "report.json", "old", "prepared/tokens", "7", "gone", "x");
  private static final Map<String, String> NEW =
      Map.of("model", "new", "report.json", "new report", "prepared/tokens", "8", "more/chars", "");

  @TempDir Path directory;

  @Test
  void replacesFormerFilesByTheStagedOnes() throws IOException {
    write(directory, OLD);
    try (StagedFiles files = StagedFiles.open(directory)) {
      write(files.root(), NEW);
      assertThat(content()).isEqualTo(OLD);
      assertThat(files.hashes())
          .containsOnlyKeys(NEW.keySet())
          .containsEntry("model", Sha256.of("new"));
      files.commit(OLD.keySet());
      assertThat(content()).isEqualTo(NEW);
    }
    assertThat(content()).isEqualTo(NEW);
  }

  @Test
  void commitsMoreThanOnce() throws IOException {
    try (StagedFiles files = StagedFiles.open(directory)) {
      write(files.root(), OLD);
      files.commit(List.of());
      write(files.root(), NEW);
      files.commit(OLD.keySet());
    }
    assertThat(content()).isEqualTo(NEW);
  }

  @Test
  void discardsWhatWasNotCommitted() throws IOException {
    write(directory, OLD);
    try (StagedFiles files = StagedFiles.open(directory)) {
      write(files.root(), NEW);
    }
    assertThat(content()).isEqualTo(OLD);
    assertThat(directory.resolve(".staged")).doesNotExist();
  }

  /** Also stops while it cleans up after having been stopped. */
  @Test
  void isWhollyOldOrWhollyNewWhereverItIsStopped() throws IOException {
    int stops = 0;
    boolean replaced = false;
    boolean finished = false;
    for (int first = 0; !finished; first++) {
      boolean recovered = false;
      for (int second = 0; !recovered; second++) {
        Path run = directory.resolve(first + "-" + second);
        write(run, OLD);
        finished = replaceUpTo(first, run);
        recovered = openUpTo(second, run);
        StagedFiles.open(run).close();
        assertThat(content(run)).as("after %d and %d operations", first, second).isIn(OLD, NEW);
        assertThat(run.resolve(".staged")).doesNotExist();
        assertThat(replaced && content(run).equals(OLD)).as("new, and then old again").isFalse();
        stops++;
      }
      replaced = content(directory.resolve(first + "-0")).equals(NEW);
    }
    assertThat(replaced).isTrue();
    assertThat(stops).isGreaterThan(100);
  }

  /** The files change places twice: new ones come, and then the kept ones come back. */
  @Test
  void losesNoKeptFileWhereverItIsStopped() throws IOException {
    Map<String, String> kept = Map.of("model", "kept/a/model", "gone", "kept/a/gone");
    Map<String, String> away = new TreeMap<>(NEW);
    kept.forEach((name, place) -> away.put(place, OLD.get(name)));
    Map<String, String> back =
        Map.of("model", "old weights", "gone", "x", "more/chars", "newest", "kept/b/model", "new");
    for (int operations = 0, last = -1; last != 2; operations++) {
      Path run = directory.resolve(operations + "");
      write(run, OLD);
      DyingDisk disk = new DyingDisk(operations);
      last = swapTwice(run, disk, kept);
      StagedFiles.open(run).close();
      assertThat(content(run))
          .as("after %d operations", operations)
          .isIn(last == 0 ? List.of(OLD, away) : last == 1 ? List.of(away, back) : List.of(back));
    }
  }

  /** Returns how many of the two commits came to their end. */
  private static int swapTwice(Path run, DyingDisk disk, Map<String, String> kept)
      throws IOException {
    int done = 0;
    try (StagedFiles files = StagedFiles.open(run, disk)) {
      write(files.root(), NEW);
      files.commit(OLD.keySet(), kept, Map.of());
      done++;
      write(files.root(), Map.of("more/chars", "newest"));
      files.commit(
          NEW.keySet(),
          Map.of("model", "kept/b/model", "absent", "kept/b/absent"),
          Map.of("kept/a/model", "model", "kept/a/gone", "gone"));
      done++;
    } catch (DyingDisk.Death e) {
      // As if the process had been killed.
    }
    return done;
  }

  @Test
  void finishesAMarkedCommitForReaders() throws IOException {
    int operations = 0;
    while (!Files.exists(directory.resolve(operations + "/.staged/commit.json"))) {
      operations++;
      write(directory.resolve(operations + ""), OLD);
      replaceUpTo(operations, directory.resolve(operations + ""));
    }
    Path run = directory.resolve(operations + "");
    assertThat(content(run)).isEqualTo(OLD);
    StagedFiles.settle(run);
    assertThat(content(run)).isEqualTo(NEW);
  }

  @Test
  void leavesWhatAnotherProcessStagesToIt() throws IOException {
    try (StagedFiles files = StagedFiles.open(directory)) {
      write(files.root(), NEW);
      StagedFiles.settle(directory);
      files.commit(List.of());
    }
    assertThat(content()).isEqualTo(NEW);
  }

  @Test
  void letsOnlyOneInAtATime() {
    try (StagedFiles unused = StagedFiles.open(directory)) {
      assertThatExceptionOfType(BrokenRunException.class)
          .isThrownBy(() -> StagedFiles.open(directory))
          .withMessageContaining("Another process is at work in " + directory)
          .withMessageContaining("-Drnn.outputDirectory");
    }
    StagedFiles.open(directory).close();
  }

  @Test
  void letsOnlyOneProcessInAtATime() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-classpath",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(other.getInputStream().read()).isEqualTo('o');
      assertThatExceptionOfType(BrokenRunException.class)
          .isThrownBy(() -> StagedFiles.open(directory))
          .withMessageContaining("Another process is at work in " + directory);
    } finally {
      other.destroyForcibly();
    }
    assertThat(other.waitFor(10, TimeUnit.SECONDS)).isTrue();
    StagedFiles.open(directory).close();
    assertThat(directory.resolve(".staged")).doesNotExist();
  }

  /** Holds a directory open until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws Exception {
      StagedFiles files = StagedFiles.open(Path.of(args[0]));
      Files.createDirectories(files.root());
      System.out.write('o');
      System.out.flush();
      Thread.sleep(60_000);
    }
  }

  @Test
  void refusesToReplaceADirectoryBeforeAnythingIsReplaced() throws IOException {
    write(directory, OLD);
    write(directory, Map.of("z/inside", "kept"));
    try (StagedFiles files = StagedFiles.open(directory)) {
      write(files.root(), Map.of("model", "new", "z", "new"));
      assertThatExceptionOfType(BrokenRunException.class)
          .isThrownBy(() -> files.commit(List.of()))
          .withMessageContaining("z is a directory");
    }
    assertThat(content()).containsAllEntriesOf(OLD).containsEntry("z/inside", "kept");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"removals\": []}",
        "{\"files\": null, \"removals\": []}",
        "{'kept': {}, 'files': [null], 'returned': {}, 'removals': []}",
        "{'kept': {}, 'files': ['a\\u0000b'], 'returned': {}, 'removals': []}",
        "{'kept': {}, 'files': [], 'returned': {}, 'removals': ['\\u0000']}",
        "{'kept': {}, 'files': ['..'], 'returned': {}, 'removals': []}",
        "{'kept': {'a': '../b'}, 'files': [], 'returned': {}, 'removals': []}",
        "{'kept': {'../a': 'b'}, 'files': [], 'returned': {}, 'removals': []}",
        "{'kept': {'a': null}, 'files': [], 'returned': {}, 'removals': []}",
        "{'kept': {}, 'files': [], 'returned': {'../a': 'b'}, 'removals': []}",
        "{'kept': {}, 'files': [], 'returned': {'a': '/b'}, 'removals': []}"
      })
  void refusesAMarkThatIsNoListOfFilesInside(String mark) throws IOException {
    Path staged = directory.resolve(".staged");
    Files.createDirectories(staged);
    Files.writeString(staged.resolve("commit.json"), mark.replace('\'', '"'));
    assertThatThrownBy(() -> StagedFiles.settle(directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("run again");
  }

  @Test
  void neverRemovesAFileOutsideOfItsDirectory() throws IOException {
    Path outside = Files.writeString(directory.resolve("outside"), "kept");
    Path run = directory.resolve("run");
    try (StagedFiles files = StagedFiles.open(run)) {
      for (String name : List.of("../outside", outside.toString(), ".", "a/../../outside")) {
        assertThatExceptionOfType(InvalidInputException.class)
            .isThrownBy(() -> files.commit(List.of(name)));
      }
    }
    assertThat(outside).hasContent("kept");
  }

  @Test
  void saysWhichDirectoryCannotBeMade() throws IOException {
    Path obstacle = Files.writeString(directory.resolve("target"), "a file");
    assertThatExceptionOfType(BrokenRunException.class)
        .isThrownBy(() -> StagedFiles.open(obstacle.resolve("rnn")))
        .withMessageStartingWith("Cannot write in " + obstacle.resolve("rnn"));
  }

  /** Returns whether it came to its end. */
  private static boolean replaceUpTo(int operations, Path run) throws IOException {
    DyingDisk disk = new DyingDisk(operations);
    try (StagedFiles files = StagedFiles.open(run, disk)) {
      for (Map.Entry<String, String> file : new TreeMap<>(NEW).entrySet()) {
        Path path = files.root().resolve(file.getKey());
        disk.createParents(path);
        disk.write(path, file.getValue());
      }
      files.commit(OLD.keySet());
      return true;
    } catch (DyingDisk.Death e) {
      return false;
    }
  }

  private static boolean openUpTo(int operations, Path run) {
    try {
      StagedFiles.open(run, new DyingDisk(operations)).close();
      return true;
    } catch (DyingDisk.Death e) {
      return false;
    }
  }

  private static void write(Path root, Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  private Map<String, String> content() throws IOException {
    return content(directory);
  }

  /** Every file but those that are staged, and the lock. */
  private static Map<String, String> content(Path root) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString().replace('\\', '/');
        if (!name.startsWith(".")) {
          content.put(name, Files.readString(file));
        }
      }
    }
    return content;
  }
}
