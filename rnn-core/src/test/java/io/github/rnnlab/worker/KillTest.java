package io.github.rnnlab.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.experiment.Experiment;
import io.github.rnnlab.experiment.RecordedProgress;
import io.github.rnnlab.launch.Order;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.run.ProgressListener;
import io.github.rnnlab.worker.HeldWorker.Moment;
import io.github.rnnlab.worker.RunningWorker.Signal;
import io.github.rnnlab.workplace.Workplace;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ends workers in each phase of a run and in every way, and lets the next one go on: no step is
 * lost that a checkpoint had or had to have, none of another run, and the bytes in the end are the
 * same. {@code -Drnn.kills=300} ends more of them, {@code -Drnn.killSeed=2} at other moments.
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("rnn.kills", Phase.values().length);
  private static final long SEED = Long.getLong("rnn.killSeed", 1);
  private static final List<String> SAME_BYTES =
      List.of("loss.csv", "loss.svg", "model.safetensors", "report.json", "sample.txt");
  private static final String CHECKPOINTS = "checkpoints/";
  private static final String KEPT = "kept/";
  private static final int EVERY = 4;
  private static final int EPOCHS = 10;
  private static final int STEPS = 300;

  /** The run that is gone on with was stopped here. */
  private static final int STOPPED_EPOCH = 3;

  private static final int STOPPED_STEP = 90;

  /** What a worker is at, and some moments of it: after the gate, if there is one. */
  private enum Phase {
    START_UP(
        null,
        "worker.Worker.carryOut 1",
        "directory.StagedFiles.putInOrder 1",
        "stage.Fingerprints.read 1",
        "stage.Inputs.of 1",
        "file.Sha256.of 1",
        "stage.Fingerprints$Stage.staleness 1",
        "token.TokenStore.open 1",
        "corpus.VocabularyFile.read 1",
        "run.TrainingRun.initialModel 1"),
    FIRST_START_UP(
        null,
        "text.Utf8Text.fill 2",
        "token.TokenWriter.finish 1",
        "file.AtomicFile.write 3",
        "stage.Stages.commit 1",
        "directory.Disk$1.move 3",
        "checkpoint.CheckpointDirectory.find 1"),
    READING_CHECKPOINTS(
        null,
        "checkpoint.CheckpointDirectory.find 1",
        "checkpoint.Checkpoint.runOf 4",
        "safetensors.SafetensorsHeader.read 5",
        "checkpoint.Checkpoint.read 1",
        "safetensors.Safetensors.floats 10",
        "checkpoint.Checkpoint.sha256 1"),
    RESUMING(
        null,
        "run.TrainingRun.goingOnFrom 1",
        "checkpoint.Checkpoint.restore 3",
        "run.TrainingLog.start 1",
        "run.CheckpointWriter.<init> 1",
        "train.Trainer.<init> 1",
        "train.Trainer.run 1",
        "train.BackpropagationThroughTime.lossAndGradients 1"),
    TRAINING(
        null,
        "run.Recorder.stepDone 60",
        "run.Recorder.epochDone 4",
        "run.CheckpointWriter.write 10",
        "file.AtomicFile.write 10",
        "file.AtomicFile.rename 10",
        "checkpoint.CheckpointDirectory.remove 10",
        "train.Evaluation.meanLoss 4"),
    ORDERLY_STOP(
        null,
        "run.CheckpointWriter.save 1",
        "safetensors.Safetensors.write 1",
        "file.AtomicFile.rename 1",
        "file.AtomicFile.forceDirectory 1",
        "checkpoint.CheckpointDirectory.remove 1"),
    LAST_SAVE(
        new Moment("run.Recorder", "epochDone", EPOCHS - STOPPED_EPOCH),
        "run.CheckpointWriter.save 1",
        "checkpoint.EpochRows.of 1",
        "safetensors.Safetensors.write 1",
        "file.AtomicFile.rename 1",
        "file.AtomicFile.forceDirectory 1",
        "checkpoint.CheckpointDirectory.remove 1"),
    COMMIT(
        new Moment("experiment.Texts", "first", 1),
        "modelfile.ModelFile.write 1",
        "record.RunReport.write 1",
        "stage.Stages.commitTraining 1",
        "stage.Fingerprints.write 1",
        "directory.Disk$1.force 7",
        "directory.Disk$1.write 1",
        "directory.Disk$1.move 16",
        "directory.StagedFiles.discard 1",
        "directory.Disk$1.delete 3"),
    ANY_MOMENT(null);

    private final @Nullable Moment gate;
    private final List<String> moments;

    Phase(@Nullable Moment gate, String... moments) {
      this.gate = gate;
      this.moments = List.of(moments);
    }

    Moment draw(RandomStream random) {
      Moment last = last(moments.get(below(random, moments.size())));
      return new Moment(last.type(), last.method(), 1 + below(random, last.call()));
    }

    /** Returns the last call of every moment, and the gate. */
    List<Moment> all() {
      return Stream.concat(Stream.ofNullable(gate), moments.stream().map(Phase::last)).toList();
    }

    private static Moment last(String moment) {
      String[] methodAndCalls = moment.split(" ", 2);
      int dot = methodAndCalls[0].lastIndexOf('.');
      return new Moment(
          methodAndCalls[0].substring(0, dot),
          methodAndCalls[0].substring(dot + 1),
          Integer.parseInt(methodAndCalls[1]));
    }
  }

  @TempDir Path directory;
  private final Map<String, int[]> counts = new TreeMap<>();
  private Map<String, byte[]> expected = Map.of();

  /** A finished run of another config, which is kept. */
  private Map<String, byte[]> former = Map.of();

  private long duration;

  @BeforeEach
  void trainInPeace() throws Exception {
    Files.writeString(
        directory.resolve("play.txt"),
        "so long lives this, and this gives life to thee; nor shall death brag. ".repeat(20));
    long before = System.nanoTime();
    new RunningWorker(start("calm")).finish();
    duration = System.nanoTime() - before;
    expected = files("calm");
    assertThat(expected.keySet()).containsAll(SAME_BYTES);
    assertThat(furthest("calm")).isEqualTo(STEPS);

    new Experiment(config(0.03), workplace("stopped"), epoch -> {}).train(false, false);
    former = files("stopped");
    former.keySet().retainAll(ofRun(former));
    former.keySet().removeIf(file -> file.equals(".lock") || file.startsWith("prepared/"));
    stopped(config(0.02), 1);
    Path other = directory.resolve("stopped").resolve(CHECKPOINTS);
    Path file = other.resolve(files("stopped/checkpoints").keySet().iterator().next());
    Files.copy(file, other.resolve(file.getFileName())); // As an earlier version wrote them.
    stopped(config(0.01), STOPPED_EPOCH);
    assertThat(furthest("stopped")).isEqualTo(STOPPED_STEP);
  }

  @Test
  @Timeout(value = 90, unit = TimeUnit.MINUTES)
  void aRunThatIsEndedAtAnyMomentEndsInTheSameBytes() throws Exception {
    for (Phase phase : Phase.values()) {
      for (Moment moment : phase.all()) {
        assertThat(methods(moment)).as("%s of %s", moment, phase).isNotEmpty();
      }
    }
    List<Signal> signals = new ArrayList<>();
    for (Signal signal : Signal.values()) {
      if (RunningWorker.reaches(signal)) {
        signals.add(signal);
      } else {
        System.out.println("This process ignores " + signal + ", so its workers do.");
      }
    }
    RandomStream random = RandomStream.named(SEED, "kills");
    int phases = Phase.values().length;
    for (int trial = 0; trial < KILLS; trial++) {
      Phase phase = Phase.values()[trial % phases];
      Signal signal = signals.get((trial % phases + trial / phases) % signals.size());
      String output = "trial-" + trial;
      if (phase == Phase.FIRST_START_UP) {
        Files.createDirectory(directory.resolve(output));
      } else {
        copy("stopped", output);
      }
      // Some runs are ended more than once before one may finish.
      do {
        end(phase, signal, output, random);
      } while (random.nextDouble() < 0.1);
      goOn(output);
      Map<String, byte[]> kept = kept(output);
      assertThat(kept.keySet())
          .isEqualTo(phase == Phase.FIRST_START_UP ? Set.of() : former.keySet());
      kept.forEach((file, bytes) -> assertThat(bytes).as(file).isEqualTo(former.get(file)));
    }
    counts.forEach(
        (what, count) ->
            System.out.printf(
                Locale.ROOT,
                "%-28s %3d ended, %d of them after the moment%n",
                what,
                count[0],
                count[1]));
    int late = counts.values().stream().mapToInt(count -> count[1]).sum();
    assertThat(late).as("workers that ended by themselves").isLessThanOrEqualTo(1 + KILLS / 4);
  }

  /** Returns the methods of a moment. Without any, no worker would be held, and none be ended. */
  private static List<Executable> methods(Moment moment) throws ClassNotFoundException {
    Class<?> type = Class.forName("io.github.rnnlab." + moment.type());
    return moment.method().equals("<init>")
        ? List.of(type.getDeclaredConstructors())
        : Arrays.stream(type.getDeclaredMethods())
            .filter(method -> method.getName().equals(moment.method()))
            .<Executable>map(method -> method)
            .toList();
  }

  /** Ends a worker, and looks at what it leaves. */
  private void end(Phase phase, Signal signal, String output, RandomStream random)
      throws Exception {
    Map<String, byte[]> before = files(output);
    long had = furthest(output);
    boolean isInTime;
    if (phase == Phase.ANY_MOMENT) {
      RunningWorker worker = new RunningWorker(start(output));
      worker.await((long) (duration * random.nextDouble()));
      isInTime = worker.isAlive();
      worker.send(signal);
      worker.end();
    } else {
      isInTime = endHeld(phase, signal, output, random);
    }
    int[] count = counts.computeIfAbsent(phase + " " + signal, what -> new int[2]);
    count[0]++;
    count[1] += isInTime ? 0 : 1;
    assertThat(furthest(output))
        .as("furthest checkpoint of %s", output)
        .isGreaterThanOrEqualTo(had);
    Map<String, byte[]> after = files(output);
    before.forEach(
        (file, bytes) -> {
          if (file.startsWith(CHECKPOINTS) && !file.startsWith(own())) {
            assertThat(Arrays.equals(bytes, after.get(file))).as("%s is the same", file).isTrue();
          }
        });
  }

  private boolean endHeld(Phase phase, Signal signal, String output, RandomStream random)
      throws Exception {
    long had = furthest(output);
    HeldWorker held = HeldWorker.start(request(output, config(0.01)), directory.resolve("log"));
    try {
      Moment moment = phase.draw(random);
      if (phase == Phase.ORDERLY_STOP) {
        if (!held.runTo(new Moment("run.Recorder", "stepDone", 1 + below(random, 60)))) {
          return false;
        }
        held.worker().send(Signal.TERM);
        assertThat(held.awaitStop()).isTrue();
      }
      if ((phase.gate != null && !held.runTo(phase.gate)) || !held.runTo(moment)) {
        return false;
      }
      held.worker().send(signal);
      if (signal != Signal.KILL) {
        assertThat(held.awaitStop()).as("%s is heard at %s", signal, moment).isTrue();
      }
      held.release();
      held.worker().end();
      if (moment.method().equals("stepDone")) {
        long done = had + moment.call() - 1;
        assertThat(furthest(output))
            .as("%s at %s", signal, moment)
            .isGreaterThanOrEqualTo(signal == Signal.KILL ? done - EVERY : done);
      }
      return true;
    } finally {
      held.release();
      held.worker().close();
    }
  }

  /** Lets a run finish, from its furthest checkpoint, and compares all that it leaves. */
  private void goOn(String output) throws Exception {
    long furthest = furthest(output);
    String events = new RunningWorker(start(output)).finish();
    if (!events.contains("is up to date")) {
      // The last step may have been saved before its epoch was judged, and after it.
      boolean wentOn =
          events.contains("Going on after step " + furthest + " of")
              || (furthest == STEPS && events.contains("All " + STEPS + " steps were trained"));
      assertThat(wentOn).as("went on after step %d: %s", furthest, events).isEqualTo(furthest > 0);
    }
    Map<String, byte[]> found = files(output);
    assertThat(ofRun(found)).isEqualTo(ofRun(expected));
    assertThat(furthest(output)).isEqualTo(STEPS);
    for (String file : SAME_BYTES) {
      assertThat(Arrays.equals(found.get(file), expected.get(file)))
          .as("%s of %s is the same", file, output)
          .isTrue();
    }
  }

  /** Returns the files of the present run, but its checkpoints. */
  private static List<String> ofRun(Map<String, byte[]> files) {
    return files.keySet().stream()
        .filter(file -> !file.startsWith(CHECKPOINTS) && !file.startsWith(KEPT))
        .toList();
  }

  /** Returns the files of the kept run by their names in it. */
  private Map<String, byte[]> kept(String output) throws IOException {
    Map<String, byte[]> kept = new TreeMap<>();
    files(output)
        .forEach(
            (file, bytes) -> {
              if (file.startsWith(KEPT)) {
                kept.put(file.substring(file.indexOf('/', KEPT.length()) + 1), bytes);
              }
            });
    return kept;
  }

  /** Leaves a run that was stopped in order at the end of an epoch. */
  private void stopped(ExperimentConfig config, int epoch) {
    ProgressListener stopping =
        new RecordedProgress() {
          @Override
          public void epochDone(EpochLoss done) {
            if (done.epoch() == epoch) {
              throw new CancellationException();
            }
          }
        };
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(
            () -> new Experiment(config, workplace("stopped"), stopping).train(false, false));
  }

  private static ExperimentConfig config(double learningRate) {
    String json =
        """
        {"name": "play", "seed": 5, "corpus": {"file": "play.txt"},
         "prepare": {"sequenceLength": 10, "stride": 5, "validationFraction": 0.15},
         "model": {"hiddenSize": 16, "initialScale": 0.2},
         "training": {"epochs": %d, "batchSize": 8, "optimizer": {"learningRate": %s}},
         "generation": {"prompt": "so", "length": 30},
         "backend": {"name": "scalar"},
         "checkpoints": {"everySteps": %d, "keep": 2}}
        """
            .formatted(EPOCHS, learningRate, EVERY);
    return ExperimentConfigs.parse(json, "play.json");
  }

  private Process start(String output) throws IOException {
    return WorkerFork.start(request(output, config(0.01)), directory.resolve("log"));
  }

  private WorkerRequest request(String output, ExperimentConfig config) {
    return new WorkerRequest(Goal.TRAIN, Order.unchecked(config, workplace(output), false, false));
  }

  private Workplace workplace(String output) {
    return Workplace.of(directory, directory.resolve(output), "1").offline(true);
  }

  /** The step of the furthest checkpoint of the run, 0 if it has none. */
  private long furthest(String output) throws IOException {
    return files(output).keySet().stream()
        .filter(file -> file.startsWith(own()) && file.endsWith(".safetensors"))
        .mapToLong(file -> Long.parseLong(file.replaceAll(".*step-|\\.safetensors", "")))
        .max()
        .orElse(0);
  }

  /** Where the checkpoints of the run are, as the calm one shows. */
  private String own() {
    return expected.keySet().stream()
        .filter(file -> file.startsWith(CHECKPOINTS))
        .findFirst()
        .map(file -> file.substring(0, file.lastIndexOf('/') + 1))
        .orElseThrow();
  }

  private void copy(String from, String to) throws IOException {
    for (Map.Entry<String, byte[]> file : files(from).entrySet()) {
      Path copy = directory.resolve(to).resolve(file.getKey());
      Files.createDirectories(copy.getParent());
      Files.write(copy, file.getValue());
    }
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

  private static int below(RandomStream random, int bound) {
    return (int) (random.nextDouble() * bound);
  }
}
