package io.github.rnnlab.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.experiment.ExperimentConfigs;
import io.github.rnnlab.experiment.Workplace;
import io.github.rnnlab.random.RandomStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills workers at random moments, as {@code kill -9} does, and lets the next one go on. {@code
 * -Drnn.kills=100} kills more of them, {@code -Drnn.killSeed=2} at other moments.
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("rnn.kills", 6);
  private static final long SEED = Long.getLong("rnn.killSeed", 1);
  private static final List<String> SAME_BYTES =
      List.of("loss.csv", "loss.svg", "model.safetensors", "report.json", "sample.txt");

  @TempDir Path directory;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void aRunThatIsKilledAtAnyMomentEndsInTheSameBytes() throws Exception {
    Files.writeString(
        directory.resolve("play.txt"),
        "so long lives this, and this gives life to thee; nor shall death brag. ".repeat(20));
    Running calm = new Running(start("calm"));
    calm.training.await();
    long before = System.nanoTime();
    assertThat(calm.finish()).doesNotContain("Going on after");
    long duration = System.nanoTime() - before;
    Map<String, byte[]> expected = files("calm");
    assertThat(expected.keySet()).containsAll(SAME_BYTES);

    RandomStream moments = RandomStream.named(SEED, "kills");
    int wentOn = 0;
    int kills = 0;
    for (int trial = 1; kills < KILLS; trial++) {
      String output = "trial-" + trial;
      // Some runs are killed more than once before one may finish.
      do {
        Running running = new Running(start(output));
        // One in ten is killed before it trains, or while the last one's remains are put in order.
        if (moments.nextDouble() < 0.9) {
          running.training.await();
        }
        running.killAfter((long) (duration * moments.nextDouble()));
        kills++;
      } while (moments.nextDouble() < 0.3);
      String events = new Running(start(output)).finish();
      wentOn += events.contains("Going on after") ? 1 : 0;
      Map<String, byte[]> found = files(output);
      assertThat(found.keySet()).as("files of %s", output).isEqualTo(expected.keySet());
      for (String file : SAME_BYTES) {
        assertThat(Arrays.equals(found.get(file), expected.get(file)))
            .as("%s of %s is the same", file, output)
            .isTrue();
      }
    }
    System.out.printf(Locale.ROOT, "%d kills; %d runs went on from a checkpoint%n", kills, wentOn);
  }

  /** A worker whose output is read as it comes. */
  private static final class Running {
    final CountDownLatch training = new CountDownLatch(1);
    private final Process worker;
    private final StringBuilder events = new StringBuilder();
    private final Thread reader = new Thread(this::read, "events");

    Running(Process worker) {
      this.worker = worker;
      reader.start();
    }

    private void read() {
      try (BufferedReader output = worker.inputReader(StandardCharsets.UTF_8)) {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
          events.append(line).append('\n');
          if (line.contains(" parameters, ")) {
            training.countDown();
          }
        }
      } catch (IOException e) {
        // It is killed.
      } finally {
        training.countDown();
      }
    }

    void killAfter(long nanos) throws InterruptedException {
      boolean unused = worker.waitFor(nanos, TimeUnit.NANOSECONDS);
      worker.destroyForcibly().waitFor();
      reader.join();
    }

    /** Returns all that the worker says until it ends. */
    String finish() throws InterruptedException {
      int exitCode = worker.waitFor();
      reader.join();
      assertThat(exitCode).as(events.toString()).isZero();
      return events.toString();
    }
  }

  private Process start(String output) throws IOException {
    String config =
        """
        {"name": "play", "seed": 5, "corpus": {"file": "play.txt"},
         "prepare": {"sequenceLength": 10, "stride": 5, "validationFraction": 0.15},
         "model": {"hiddenSize": 16, "initialScale": 0.2},
         "training": {"epochs": 10, "batchSize": 8, "optimizer": {"learningRate": 0.01}},
         "generation": {"prompt": "so", "length": 30},
         "backend": {"name": "scalar"},
         "checkpoints": {"everySteps": 4, "keep": 2}}
        """;
    return WorkerFork.start(
        new WorkerRequest(
            Goal.TRAIN,
            ExperimentConfigs.parse(config, "play.json"),
            new Workplace(directory, directory.resolve(output), directory, true, null, "1", null),
            false,
            false),
        directory.resolve("log"));
  }

  /** The bytes of every file of a run by its name. */
  private Map<String, byte[]> files(String output) throws IOException {
    Path root = directory.resolve(output);
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }
}
