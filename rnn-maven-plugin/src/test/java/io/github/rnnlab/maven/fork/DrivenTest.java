package io.github.rnnlab.maven.fork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.launch.InProcess;
import io.github.rnnlab.launch.Order;
import io.github.rnnlab.launch.Outcome;
import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.worker.Event;
import io.github.rnnlab.worker.SystemProperties;
import io.github.rnnlab.worker.Worker;
import io.github.rnnlab.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DrivenTest {
  /** A driver whose cluster is its own JVM. */
  static final class HereDriver {
    public static void main(String[] arguments) throws IOException {
      Worker.serve(
          arguments,
          () -> {
            if (System.getProperty("test.master", "").isEmpty()) {
              throw new InvalidInputException("rnn.master", "none", "one", "Name one.");
            }
            return new InProcess();
          });
    }
  }

  @TempDir Path directory;
  private final List<EpochLoss> epochs = Collections.synchronizedList(new ArrayList<>());
  private final List<String> strays = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void writeAText() throws IOException {
    Files.writeString(directory.resolve("play.txt"), "so long lives this. ".repeat(20));
  }

  @Test
  void oneDriverCarriesOutTheRunsOfSeveralThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    TreeSet<String> outcomes = new TreeSet<>();
    try (Driven driven = driven(Map.of("test.master", "here"))) {
      List<Future<Outcome>> pending = new ArrayList<>();
      for (int seed = 1; seed <= 3; seed++) {
        Order order = order(seed, "so");
        pending.add(threads.submit(() -> driven.launch(order, epochs::add)));
      }
      for (Future<Outcome> outcome : pending) {
        outcomes.add(outcome.get().getClass().getSimpleName());
      }
      assertThat(driven.launch(order(1, "so"), epochs::add)).isInstanceOf(Outcome.UpToDate.class);
      assertThat(driven.launch(order(4, "?"), epochs::add))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> assertThat(failed.message()).contains("generation.prompt"));
    } finally {
      threads.shutdownNow();
    }
    assertThat(outcomes).containsExactly("Finished");
    assertThat(epochs).hasSize(3 * 2);
    assertThat(directory.resolve("run3/report.json")).exists();
    assertThat(strays).isEmpty();
  }

  @Test
  void aDriverThatDoesNotConnectFailsEveryRun() throws Exception {
    try (Driven driven = driven(Map.of())) {
      for (int seed = 1; seed <= 2; seed++) {
        assertThat(driven.launch(order(seed, "so"), epochs::add))
            .isInstanceOfSatisfying(
                Outcome.Failed.class,
                failed -> {
                  assertThat(failed.invalidInput()).isTrue();
                  assertThat(failed.message()).contains("rnn.master", "Name one.");
                });
      }
    }
  }

  @Test
  void anInterruptedRunStopsTheDriver() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (Driven driven = driven(Map.of("test.master", "here"))) {
      Order endless = order(1, 1_000_000, "so");
      Future<Outcome> run = thread.submit(() -> driven.launch(endless, epochs::add));
      while (epochs.isEmpty()) {
        assertThat(run.isDone()).as("ended by itself").isFalse();
        Thread.sleep(10);
      }
      thread.shutdownNow();
      assertThatThrownBy(run::get).hasCauseInstanceOf(InterruptedException.class);
    }
    assertThat(directory.resolve("run1/report.json")).doesNotExist();
  }

  private Driven driven(Map<String, String> properties) {
    return new Driven(
        WorkerProcessTest.command(HereDriver.class, directory),
        new SystemProperties(properties),
        Duration.ZERO,
        new WorkerListener() {
          @Override
          public void event(Event event) {}

          @Override
          public void stray(String line) {
            strays.add(line);
          }

          @Override
          public void stopped(boolean inOrder) {}
        });
  }

  private Order order(int seed, String prompt) {
    return order(seed, 2, prompt);
  }

  private Order order(int seed, int epochs, String prompt) {
    return Order.of(
        ExperimentConfigs.parse(
            """
            {"name": "play", "corpus": {"file": "play.txt"}, "prepare": {"sequenceLength": 10},
             "model": {"hiddenSize": 5}, "training": {"epochs": %d, "batchSize": 4},
             "generation": {"prompt": "%s", "length": 5}, "backend": {"name": "scalar"},
             "seed": %d}
            """
                .formatted(epochs, prompt, seed),
            "play.json"),
        Workplace.of(directory, directory.resolve("run" + seed), "test"),
        false,
        false);
  }
}
