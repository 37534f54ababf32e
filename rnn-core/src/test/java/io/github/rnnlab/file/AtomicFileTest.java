package io.github.rnnlab.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnnlab.BrokenRunException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path directory;

  @Test
  void writesUtf8AndMakesTheDirectories() throws IOException {
    Path file = directory.resolve("a/b c/é.txt");
    AtomicFile.write(file, "naïve 😀\n");
    assertThat(Files.readString(file)).isEqualTo("naïve 😀\n");
    assertThat(names(file.resolveSibling("."))).containsExactly("é.txt");
  }

  @Test
  void replacesALongerFileAsAWhole() throws IOException {
    Path file = directory.resolve("file.txt");
    AtomicFile.write(file, "a long first text");
    AtomicFile.write(file, "short");
    assertThat(Files.readString(file)).isEqualTo("short");
    AtomicFile.write(file, "");
    assertThat(file).isEmptyFile();
  }

  @Test
  void leavesTheFormerFileIfTheContentBreaksHalfWay() throws IOException {
    Path file = directory.resolve("file.txt");
    AtomicFile.write(file, "former");
    IOException full = new IOException("No space left on device");
    assertThatExceptionOfType(BrokenRunException.class)
        .isThrownBy(() -> writeHalfAndThrow(file, full))
        .withMessageContaining(file.toString())
        .withMessageContaining("No space left on device")
        .withCause(full);
    assertThat(Files.readString(file)).isEqualTo("former");
    assertThat(names(directory)).containsExactly("file.txt");
  }

  @Test
  void leavesNothingIfTheContentOfANewFileBreaksHalfWay() throws IOException {
    assertThatExceptionOfType(BrokenRunException.class)
        .isThrownBy(() -> writeHalfAndThrow(directory.resolve("file.txt"), new IOException("x")));
    assertThat(names(directory)).isEmpty();
  }

  @Test
  void leavesNoPartIfTheContentThrowsAnUncheckedException() throws IOException {
    Path file = directory.resolve("file.txt");
    AtomicFile.write(file, "former");
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    channel -> {
                      throw new IllegalStateException("mistake");
                    }));
    assertThat(Files.readString(file)).isEqualTo("former");
    assertThat(names(directory)).containsExactly("file.txt");
  }

  @Test
  void removesWhatProcessesThatAreGoneLeftHalfWritten() throws Exception {
    Process gone = new ProcessBuilder(java(), "-version").redirectErrorStream(true).start();
    gone.getInputStream().readAllBytes();
    gone.waitFor();
    long own = ProcessHandle.current().pid();
    Files.writeString(directory.resolve(".a.txt." + gone.pid() + "-1f.part"), "half");
    Path formerLife = directory.resolve(".b.txt." + own + "-2a.part");
    Files.writeString(formerLife, "half");
    Files.setLastModifiedTime(formerLife, FileTime.fromMillis(0));
    Files.writeString(directory.resolve(".c.txt." + own + "-3b.part"), "being written");
    Files.writeString(directory.resolve(".d.part"), "somebody else's");

    AtomicFile.removeAbandoned(directory);
    AtomicFile.removeAbandoned(directory.resolve("missing"));
    assertThat(names(directory)).containsExactly(".c.txt." + own + "-3b.part", ".d.part");
  }

  @Test
  void writersAtTheSameTimeLeaveOneWholeFile() throws Exception {
    Path file = directory.resolve("file.txt");
    ExecutorService writers = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> writes = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String text = String.valueOf(i % 10).repeat(5_000);
        writes.add(writers.submit(() -> AtomicFile.write(file, text)));
      }
      for (Future<?> write : writes) {
        write.get(20, TimeUnit.SECONDS);
      }
    } finally {
      writers.shutdownNow();
    }
    assertThat(Files.readString(file)).hasSize(5_000).containsPattern("^(.)\\1+$");
    assertThat(names(directory)).containsExactly("file.txt");
  }

  @Test
  void saysWhichDirectoryCannotBeMade() throws IOException {
    Path obstacle = Files.writeString(directory.resolve("target"), "a file");
    Path file = obstacle.resolve("rnn/report.json");
    assertThatExceptionOfType(BrokenRunException.class)
        .isThrownBy(() -> AtomicFile.write(file, "text"))
        .withMessageStartingWith("Cannot write " + file)
        .withCauseInstanceOf(IOException.class);
    assertThat(Files.readString(obstacle)).isEqualTo("a file");
  }

  @Test
  void refusesATargetThatIsADirectoryWithFiles() throws IOException {
    Path inside = directory.resolve("report.json/inside.txt");
    AtomicFile.write(inside, "kept");
    assertThatExceptionOfType(BrokenRunException.class)
        .isThrownBy(() -> AtomicFile.write(directory.resolve("report.json"), "text"));
    assertThat(Files.readString(inside)).isEqualTo("kept");
    assertThat(names(directory)).containsExactly("report.json");
  }

  @Test
  @Timeout(30)
  void showsReadersOnlyWholeFiles() throws Exception {
    Path file = directory.resolve("file.txt");
    AtomicFile.write(file, "0".repeat(50_000));
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> reads = reader.submit(() -> readUntil(done, file));
      for (int i = 1; i <= 200; i++) {
        AtomicFile.write(file, String.valueOf(i % 10).repeat(50_000));
      }
      done.set(true);
      assertThat(reads.get(20, TimeUnit.SECONDS)).isPositive();
    } finally {
      done.set(true);
      reader.shutdownNow();
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static int readUntil(AtomicBoolean done, Path file) throws IOException {
    int reads = 0;
    do {
      String text = Files.readString(file);
      assertThat(text.length()).isEqualTo(50_000);
      assertThat(text.chars().distinct().count()).isEqualTo(1);
      reads++;
    } while (!done.get());
    return reads;
  }

  private static void writeHalfAndThrow(Path file, IOException failure) {
    AtomicFile.write(
        file,
        channel -> {
          int unused = channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
          throw failure;
        });
  }

  private static Stream<String> namesOf(Stream<Path> files) {
    return files.map(file -> String.valueOf(file.getFileName())).sorted();
  }

  private static Iterable<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return namesOf(files).toList();
    }
  }
}
