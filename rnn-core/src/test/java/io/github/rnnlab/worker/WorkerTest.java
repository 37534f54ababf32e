package io.github.rnnlab.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.launch.Order;
import io.github.rnnlab.workplace.Workplace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs workers as Maven does, each in a JVM of its own. */
@Timeout(120)
class WorkerTest {
  private static final String EPOCHS_WITHOUT_END = "1000000";

  @TempDir Path directory;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endWhatWasStarted() throws InterruptedException {
    for (Process worker : started) {
      worker.destroyForcibly().waitFor();
    }
  }

  @Test
  void saysByeWhenItsGoalSucceeded() throws Exception {
    Process worker = start(Goal.PREPARE, "1");
    List<Event> events = new ArrayList<>();
    try (BufferedReader output = outputOf(worker)) {
      output.lines().map(Event::fromLine).filter(event -> event != null).forEach(events::add);
    }
    assertThat(worker.waitFor()).isZero();
    assertThat(events).last().isEqualTo(new Event.Bye());
    assertThat(directory.resolve("out/prepared/tokens.npy")).exists();
  }

  @Test
  void tellsAUsersMistakeWithoutAStackTrace() throws Exception {
    Process worker = start(Goal.GENERATE, "1");
    List<Event> events = new ArrayList<>();
    try (BufferedReader output = outputOf(worker)) {
      output.lines().map(Event::fromLine).filter(event -> event != null).forEach(events::add);
    }
    assertThat(worker.waitFor()).isEqualTo(1);
    // The test's JVM compiles for a quick start, which is told first.
    assertThat(events)
        .filteredOn(event -> !(event instanceof Event.Note))
        .singleElement()
        .isInstanceOfSatisfying(
            Event.Failure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(Event.Failure.Kind.INVALID_INPUT);
              assertThat(failure.message()).contains("model.safetensors", "rnn:train");
            });
    assertThat(Files.readString(directory.resolve("log"))).doesNotContain("\tat ");
  }

  @Test
  void answersEachPromptWithAModelThatItLoadsOnce() throws Exception {
    assertThat(events(start(Goal.TRAIN, "1"))).last().isEqualTo(new Event.Bye());
    Process worker = start(Goal.ANSWER, "1");
    worker
        .getOutputStream()
        .write(
            "prompt so\nprompt SO\nprompt long \nprompt so\nend\n"
                .getBytes(StandardCharsets.UTF_8));
    worker.getOutputStream().flush();
    List<Event> events = events(worker);
    assertThat(worker.waitFor()).isZero();
    List<String> said = new ArrayList<>(List.of(""));
    for (Event event : events) {
      if (event instanceof Event.Text text) {
        said.set(said.size() - 1, said.get(said.size() - 1) + text.piece());
      } else if (event instanceof Event.TextEnd) {
        said.add("");
      } else if (event instanceof Event.Refusal refusal) {
        assertThat(refusal.message()).contains("U+0053");
      }
    }
    assertThat(said).hasSize(4);
    assertThat(said.get(0)).isEqualTo(Files.readString(directory.resolve("out/sample.txt")));
    assertThat(said.get(1)).startsWith("long ");
    assertThat(said.get(2)).startsWith("so").isNotEqualTo(said.get(0));
    assertThat(events).filteredOn(new Event.AwaitsPrompt()::equals).hasSize(5);
    assertThat(events).filteredOn(Event.Refusal.class::isInstance).hasSize(1);
  }

  @Test
  void endsWithMavenWhileItWaitsForAPrompt() throws Exception {
    assertThat(events(start(Goal.TRAIN, "1"))).last().isEqualTo(new Event.Bye());
    Process worker = start(Goal.ANSWER, "1");
    BufferedReader output = outputOf(worker);
    String line = output.readLine();
    while (line != null && !(Event.fromLine(line) instanceof Event.AwaitsPrompt)) {
      line = output.readLine();
    }
    worker.getOutputStream().close();
    assertThat(worker.waitFor(5, TimeUnit.SECONDS)).as("ended").isTrue();
  }

  private static List<Event> events(Process worker) throws IOException {
    try (BufferedReader output = outputOf(worker)) {
      return output.lines().map(Event::fromLine).filter(Objects::nonNull).toList();
    }
  }

  @Test
  void endsWithMavenHoweverMavenEnds() throws Exception {
    Process worker = start(Goal.TRAIN, EPOCHS_WITHOUT_END);
    awaitTraining(worker);
    worker.getOutputStream().close();
    assertThat(worker.waitFor(5, TimeUnit.SECONDS)).as("ended").isTrue();
  }

  @Test
  void savesAfterMavenIsGone() throws Exception {
    Process worker = start(Goal.TRAIN, EPOCHS_WITHOUT_END);
    awaitTraining(worker);
    worker.getOutputStream().close();
    assertThat(worker.waitFor(20, TimeUnit.SECONDS)).as("ended").isTrue();
    assertThatItSaved();
  }

  @Test
  void savesWhenItIsStoppedAndMavenIsGoneAtTheSameMoment() throws Exception {
    Process worker = start(Goal.TRAIN, EPOCHS_WITHOUT_END);
    awaitTraining(worker);
    worker.toHandle().destroy(); // SIGTERM
    worker.getOutputStream().close();
    assertThat(worker.waitFor(20, TimeUnit.SECONDS)).as("ended").isTrue();
    assertThatItSaved();
  }

  @Test
  void outlivesMavenByAFewSecondsOnlyHoweverLongAStepTakes() throws Exception {
    Files.writeString(directory.resolve("text.txt"), "so long lives this. ".repeat(50_000));
    Process worker =
        start(
            Goal.TRAIN,
            """
            {"name": "x", "seed": 1, "corpus": {"file": "text.txt"},
             "prepare": {"sequenceLength": 100, "stride": 10}, "model": {"hiddenSize": 256},
             "training": {"epochs": 1, "batchSize": 1024}, "generation": {"prompt": "so"},
             "backend": {"name": "scalar", "threads": 1}}
            """,
            "-Xmx2g");
    BufferedReader output = outputOf(worker);
    String line = output.readLine();
    while (line != null && !line.contains(" parameters")) {
      line = output.readLine();
    }
    assertThat(line).as("begins to train").isNotNull();
    Thread.sleep(2_000);
    long before = System.nanoTime();
    worker.getOutputStream().close();
    assertThat(worker.waitFor(Worker.GRACE_SECONDS + 6, TimeUnit.SECONDS)).as("ended").isTrue();
    assertThat((System.nanoTime() - before) / 1_000_000_000L)
        .as("seconds that it waited for the step")
        .isGreaterThanOrEqualTo(Worker.GRACE_SECONDS - 1);
  }

  @Test
  void stopsInOrderWhenAskedAndTellsWhereItSaved() throws Exception {
    Process worker = start(Goal.TRAIN, EPOCHS_WITHOUT_END);
    BufferedReader output = awaitTraining(worker);
    worker.getOutputStream().write("stop\n".getBytes(StandardCharsets.UTF_8));
    worker.getOutputStream().flush();
    List<Event.Stopped> stops = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (Event.fromLine(line) instanceof Event.Stopped stopped) {
        stops.add(stopped);
      }
    }
    assertThat(worker.waitFor(20, TimeUnit.SECONDS)).as("ended").isTrue();
    assertThat(worker.exitValue()).isEqualTo(130);
    assertThatItSaved();
    assertThat(stops).hasSize(1);
    assertThat(savedSteps()).last().isEqualTo(stops.get(0).step());
    assertThat(stops.get(0).steps()).isEqualTo(2_000_000);
  }

  private void assertThatItSaved() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.map(Path::toString)).noneMatch(file -> file.endsWith(".part"));
    }
    assertThat(directory.resolve("out/model.safetensors")).doesNotExist();
    assertThat(savedSteps()).as("where it stood").isNotEmpty();
  }

  private List<Long> savedSteps() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("out/checkpoints"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".safetensors"))
          .map(file -> Long.parseLong(file.replaceAll("step-|\\.safetensors", "")))
          .sorted()
          .toList();
    }
  }

  private Process start(Goal goal, String epochs) throws IOException {
    Files.writeString(directory.resolve("text.txt"), "so long lives this. ".repeat(20));
    String config =
        """
        {"name": "x", "seed": 1, "corpus": {"file": "text.txt"}, "prepare": {"sequenceLength": 10},
         "model": {"hiddenSize": 4}, "training": {"epochs": %s, "windows": 20},
         "generation": {"prompt": "so"}}
        """
            .formatted(epochs);
    return start(goal, config, "-Xshare:auto");
  }

  private Process start(Goal goal, String config, String option) throws IOException {
    WorkerRequest request =
        new WorkerRequest(
            goal,
            Order.unchecked(
                ExperimentConfigs.parse(config, "x.json"),
                Workplace.of(directory, directory.resolve("out"), "1").offline(true),
                false,
                false));
    Process worker = WorkerFork.start(request, directory.resolve("log"), option);
    started.add(worker);
    return worker;
  }

  private static BufferedReader awaitTraining(Process worker) throws IOException {
    BufferedReader output = outputOf(worker);
    String line = output.readLine();
    while (line != null && !(Event.fromLine(line) instanceof Event.EpochDone)) {
      line = output.readLine();
    }
    assertThat(line).as("an epoch").isNotNull();
    return output;
  }

  private static BufferedReader outputOf(Process worker) {
    return new BufferedReader(
        new InputStreamReader(worker.getInputStream(), StandardCharsets.UTF_8));
  }
}
