package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.chain.Link;
import io.github.rnnlab.checkpoint.CheckpointDirectory;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.run.Progress;
import io.github.rnnlab.run.ProgressListener;
import io.github.rnnlab.run.TrainingRun;
import io.github.rnnlab.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ResumeTest {
  private static final String EVERY_STEP = "checkpoints.everySteps=1";
  private static final String KEEP_ALL = "checkpoints.keep=1000";

  @TempDir Path directory;
  private PlayRun run;

  @BeforeEach
  void trainTheWholeRun() throws IOException {
    run = PlayRun.in(directory);
    run.train("whole", PlayRun.config());
  }

  @Test
  void goesOnAfterEveryStepToTheSameBytes() throws IOException {
    run.train("steps", PlayRun.config(EVERY_STEP, KEEP_ALL));
    run.assertSameBytes("steps", "whole");
    assertThat(run.checkpoints("steps")).hasSize(PlayRun.STEPS);
    for (int step = 1; step <= PlayRun.STEPS; step++) {
      String output = "after-" + step;
      run.copyCheckpoint("steps", step, output);
      RecordedProgress progress = run.train(output, PlayRun.config());
      run.assertSameBytes(output, "whole");
      assertThat(progress.epochs)
          .as("epochs that ended after step %d", step)
          .hasSize(step == PlayRun.STEPS ? 0 : PlayRun.EPOCHS - step / 9);
      String note =
          step == PlayRun.STEPS
              ? "All 27 steps were trained before"
              : String.format(Locale.ROOT, "Going on after step %d of 27 ", step);
      assertThat(progress.notes).anyMatch(line -> line.startsWith(note), note);
    }
  }

  /**
   * In the middle of an epoch, the states that a stream carries go on, too, and so does dropout.
   */
  @ParameterizedTest
  @CsvSource({"vanilla, 1", "gru, 2", "lstm, 4"})
  void goesOnAfterEveryStepOfAStreamToTheSameBytes(String cell, int shards) throws IOException {
    List<String> stream =
        List.of(
            "training.stream=true",
            "training.shards=" + shards,
            "model.cell=" + cell,
            "model.layers=2",
            "model.embeddingSize=9",
            "model.tieWeights=true",
            "model.dropout=0.2",
            "model.embeddingDropout=0.1",
            "model.outputDropout=0.3");
    run.train("stream", PlayRun.config(stream.toArray(String[]::new)));
    List<String> kept = new ArrayList<>(stream);
    kept.addAll(List.of(EVERY_STEP, KEEP_ALL, "backend.name=scalar"));
    run.train("steps", PlayRun.config(kept.toArray(String[]::new)));
    run.assertSameBytes("steps", "stream");
    long steps = RunReport.read(run.files("stream").report()).steps();
    assertThat(run.checkpoints("steps")).hasSize((int) steps);
    assertThat(steps / PlayRun.EPOCHS).isGreaterThan(5);
    for (int step = 1; step <= steps; step++) {
      String output = "after-" + step;
      run.copyCheckpoint("steps", step, output);
      List<String> notes = run.train(output, PlayRun.config(stream.toArray(String[]::new))).notes;
      run.assertSameBytes(output, "stream");
      assertThat(notes)
          .anyMatch(note -> note.startsWith("Going on") || note.startsWith("All " + steps));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void savesWhereItStoodWhenItsThreadIsInterrupted(int epoch) {
    String output = "interrupted";
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(
            () ->
                run.experiment(output, PlayRun.config(), stoppingAfter(epoch)).train(false, false));
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    assertThat(run.files(output).report()).doesNotExist();
    assertThat(run.checkpoints(output)).contains(PlayRun.name(9L * epoch));

    RecordedProgress progress = run.train(output, PlayRun.config());
    run.assertSameBytes(output, "whole");
    assertThat(progress.epochs).hasSize(PlayRun.EPOCHS - epoch);
  }

  /** Explicit seeds; the intervals, the thread count and the backend are drawn. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void intervalsOfCheckpointsNeverChangeTheRun(long seed) {
    RandomStream random = RandomStream.named(seed, "intervals");
    ExperimentConfig config =
        PlayRun.config(
            "checkpoints.everySteps=" + (1 + below(random, 30)),
            "checkpoints.keep=" + (1 + below(random, 4)),
            "backend.name=" + (random.nextDouble() < 0.5 ? "scalar" : "vector"),
            "backend.threads=" + (1 + below(random, 3)));
    run.train("other", config);
    run.assertSameBytes("other", "whole");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 100})
  void intervalsOfValidationNeverChangeTraining(int every) {
    run.train("other", PlayRun.config("training.validateEvery=" + every, EVERY_STEP));
    assertThat(run.files("other").model()).hasSameBinaryContentAs(run.files("whole").model());
    RunReport other = RunReport.read(run.files("other").report());
    RunReport whole = RunReport.read(run.files("whole").report());
    List<Link> chained = new ArrayList<>();
    other.chain().links().forEach(link -> chained.add(link.after("")));
    assertThat(chained).isEqualTo(whole.chain().links().stream().map(l -> l.after("")).toList());
    assertThat(other.epochs().stream().map(EpochRecord::trainingLoss))
        .isEqualTo(whole.epochs().stream().map(EpochRecord::trainingLoss).toList());
    for (EpochRecord epoch : other.epochs()) {
      assertThat(epoch.validationLoss() != null)
          .isEqualTo(epoch.epoch() % every == 0 || epoch.epoch() == PlayRun.EPOCHS);
    }
    assertThat(other.epochs().get(2)).isEqualTo(whole.epochs().get(2));
  }

  @Test
  void keepsTheLastAndTheBestByValidation() {
    run.train("kept", PlayRun.config("checkpoints.everySteps=2", "checkpoints.keep=2"));
    List<EpochRecord> epochs = RunReport.read(run.files("kept").report()).epochs();
    int best =
        IntStream.range(0, epochs.size())
            .reduce((a, b) -> loss(epochs, b) < loss(epochs, a) ? b : a)
            .orElseThrow();
    List<String> expected = new ArrayList<>(List.of(PlayRun.name(26), PlayRun.name(27)));
    if (best < 2) {
      expected.add(0, PlayRun.name(9L * (best + 1)));
    }
    assertThat(run.checkpoints("kept")).isEqualTo(expected);
  }

  @Test
  void keepsTheBestEpochThoughLaterOnesAreWorse() {
    // At this learning rate the first epoch is better than the second.
    ExperimentConfig config =
        PlayRun.config(
            "training.optimizer.learningRate=2",
            "training.epochs=2",
            "checkpoints.everySteps=4",
            "checkpoints.keep=1");
    run.train("kept", config);
    List<EpochRecord> epochs = RunReport.read(run.files("kept").report()).epochs();
    assertThat(loss(epochs, 0)).isLessThan(loss(epochs, 1));
    assertThat(run.checkpoints("kept")).containsExactly(PlayRun.name(9), PlayRun.name(18));
  }

  @Test
  void passesOverADamagedCheckpointForTheOneBefore() throws IOException {
    run.train("steps", PlayRun.config("checkpoints.everySteps=10", KEEP_ALL));
    RandomStream random = RandomStream.named(4, "damage");
    for (int trial = 0; trial < 40; trial++) {
      String output = "damaged-" + trial;
      run.copyCheckpoint("steps", 10, output);
      run.copyCheckpoint("steps", 20, output);
      damage(run.checkpoint(output, 20), random);
      List<String> notes = run.train(output, PlayRun.config()).notes;
      run.assertSameBytes(output, "whole");
      assertThat(notes).anyMatch(note -> note.startsWith("Set aside"));
      assertThat(notes).anyMatch(note -> note.startsWith("Going on after step 10 of 27 "));
      assertThat(run.checkpoints(output)).contains(PlayRun.name(20), PlayRun.name(27));
    }
  }

  @Test
  void startsOverIfEveryCheckpointIsDamaged() throws IOException {
    run.train("steps", PlayRun.config("checkpoints.everySteps=10", KEEP_ALL));
    run.copyCheckpoint("steps", 10, "damaged");
    AtomicFile.write(run.checkpoint("damaged", 10), "nothing");
    assertThat(run.train("damaged", PlayRun.config()).epochs).hasSize(PlayRun.EPOCHS);
    run.assertSameBytes("damaged", "whole");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seed=8",
        "model.initialScale=0.2",
        "training.epochs=4",
        "training.optimizer.learningRate=0.011",
        "training.validateEvery=2",
        "prepare.validationFraction=0.2"
      })
  void ignoresTheCheckpointsOfAnotherRun(String override) throws IOException {
    run.train("expected", PlayRun.config(override));
    run.train("steps", PlayRun.config("checkpoints.everySteps=10", KEEP_ALL));
    run.copyCheckpoint("steps", 20, "other");
    List<String> notes = run.train("other", PlayRun.config(override)).notes;
    assertThat(notes)
        .anyMatch(note -> note.matches("Set aside .* another run.* 1 up to step 20 in .*"));
    run.assertSameBytes("other", "expected");
    assertThat(run.checkpoints("other")).contains(PlayRun.name(20));

    RecordedProgress back = run.train("other", PlayRun.config());
    assertThat(back.notes).anyMatch(note -> note.startsWith("Going on after step 20 of 27 "));
    run.assertSameBytes("other", "whole");
  }

  @Test
  void ignoresTheCheckpointsOfAnotherTextAndAnotherVersion() throws IOException {
    run.train("steps", PlayRun.config("checkpoints.everySteps=10", KEEP_ALL));
    run.copyCheckpoint("steps", 20, "version");
    RecordedProgress progress = new RecordedProgress();
    Workplace later = Workplace.of(directory, directory.resolve("version"), "2").offline(true);
    new Experiment(PlayRun.config(), later, progress).train(false, false);
    assertThat(progress.epochs).hasSize(PlayRun.EPOCHS);

    run.copyCheckpoint("steps", 20, "text");
    Path text = directory.resolve("play.txt");
    Files.writeString(text, Files.readString(text).replaceFirst("long", "lung"));
    assertThat(run.train("text", PlayRun.config()).epochs).hasSize(PlayRun.EPOCHS);
  }

  @Test
  void findsTheCheckpointsOfAnEarlierVersion() throws IOException {
    run.train("steps", PlayRun.config("checkpoints.everySteps=10", KEEP_ALL));
    Path former = run.files("former").checkpoints();
    Files.createDirectories(former);
    for (int step : new int[] {10, 20}) {
      Files.copy(run.checkpoint("steps", step), former.resolve(PlayRun.name(step)));
    }
    List<String> notes = run.train("former", PlayRun.config("training.epochs=4")).notes;
    assertThat(notes).anyMatch(note -> note.contains("2 up to step 20 in " + former));
    notes = run.train("former", PlayRun.config()).notes;
    assertThat(notes).anyMatch(note -> note.startsWith("Going on after step 20 of 27 "));
    run.assertSameBytes("former", "whole");
  }

  @Test
  void doesNotTakeTheNameOfAFileThatItCannotRead() throws IOException {
    run.train("steps", PlayRun.config("checkpoints.everySteps=10", KEEP_ALL));
    run.copyCheckpoint("steps", 10, "damaged");
    run.copyCheckpoint("steps", 20, "damaged");
    AtomicFile.write(run.checkpoint("damaged", 20), "something");
    run.train("damaged", PlayRun.config("checkpoints.everySteps=10"));
    run.assertSameBytes("damaged", "whole");
    assertThat(run.checkpoints("damaged")).contains(PlayRun.name(20));
    Path aside = run.checkpoint("damaged", 20).resolveSibling(PlayRun.name(20) + ".aside-1");
    assertThat(aside).hasContent("something");
  }

  @Test
  void renamesALinkThatLeadsNowhere() throws IOException {
    run.train("steps", PlayRun.config("checkpoints.everySteps=10", KEEP_ALL));
    run.copyCheckpoint("steps", 10, "linked");
    Path link = run.checkpoint("linked", 10).resolveSibling(PlayRun.name(20));
    Files.createSymbolicLink(link, directory.resolve("unmounted"));
    RecordedProgress progress =
        run.train("linked", PlayRun.config("checkpoints.everySteps=10", KEEP_ALL));
    run.assertSameBytes("linked", "whole");
    assertThat(progress.notes).contains("Set aside " + link + ", which is no regular file.");
    assertThat(link).isRegularFile();
    assertThat(link.resolveSibling(PlayRun.name(20) + ".aside-1")).isSymbolicLink();
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void doesNotWaitForAPipe() throws Exception {
    run.train("steps", PlayRun.config("checkpoints.everySteps=10", KEEP_ALL));
    run.copyCheckpoint("steps", 10, "piped");
    Path pipe = run.checkpoint("piped", 10).resolveSibling(PlayRun.name(20));
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    run.train("piped", PlayRun.config());
    run.assertSameBytes("piped", "whole");
  }

  @Test
  void saysBeforeTrainingThatCheckpointsHaveNoPlace() throws IOException {
    Files.createDirectories(run.files("placeless").directory());
    Files.writeString(run.files("placeless").checkpoints(), "a file");
    RecordedProgress progress = new RecordedProgress();
    assertThatExceptionOfType(BrokenRunException.class)
        .isThrownBy(
            () -> run.experiment("placeless", PlayRun.config(), progress).train(false, false))
        .withMessageStartingWith("Checkpoints cannot be kept in ")
        .withMessageContaining("Nothing was trained yet");
    assertThat(progress.epochs).isEmpty();
  }

  /** The first note comes before checkpoints are read, the second before training. */
  @ParameterizedTest
  @ValueSource(strings = {" parameters, ", "Going on after step 20 "})
  void anInterruptBeforeTheFirstStepLeavesAllCheckpoints(String note) throws IOException {
    run.train("steps", PlayRun.config("checkpoints.everySteps=5", KEEP_ALL));
    for (int step : new int[] {5, 10, 15, 20}) {
      run.copyCheckpoint("steps", step, "stopped");
    }
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(
            () ->
                run.experiment("stopped", PlayRun.config(), interruptedAt(note))
                    .train(false, false));
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    assertThat(run.checkpoints("stopped"))
        .contains(PlayRun.name(15), PlayRun.name(20))
        .doesNotContain(PlayRun.name(1));
    List<String> notes = run.train("stopped", PlayRun.config()).notes;
    assertThat(notes).anyMatch(line -> line.matches("Going on after step 2[01] of 27 .*"));
    run.assertSameBytes("stopped", "whole");
  }

  /** Whatever the thread does at that moment, the interrupt is no fault of any file. */
  @Test
  void anInterruptAtAnyMomentEndsTheRunInOrder() throws Exception {
    run.train("steps", PlayRun.config("checkpoints.everySteps=5", KEEP_ALL));
    RandomStream random = RandomStream.named(1, "interrupts");
    int stopped = 0;
    for (int trial = 0; trial < 25; trial++) {
      String output = "any-" + trial;
      run.copyCheckpoint("steps", 5, output);
      run.copyCheckpoint("steps", 10, output);
      Thread experiment = Thread.currentThread();
      long nanos = (long) (random.nextDouble() * 100_000_000);
      Thread interrupting =
          new Thread(
              () -> {
                LockSupport.parkNanos(nanos);
                experiment.interrupt();
              });
      interrupting.start();
      RecordedProgress progress = new RecordedProgress();
      try {
        run.experiment(output, PlayRun.config(), progress).train(false, false);
      } catch (CancellationException e) {
        stopped++;
      }
      while (interrupting.isAlive()) {
        Thread.onSpinWait(); // Unlike join, it takes an interrupt that comes only now.
      }
      boolean unused = Thread.interrupted();
      assertThat(progress.notes).noneMatch(note -> note.startsWith("Set aside"));
      assertThat(run.checkpoints(output)).last().isNotEqualTo(PlayRun.name(5));
      progress = run.train(output, PlayRun.config());
      assertThat(progress.epochs).as("epochs that end after step 10").hasSizeLessThan(3);
      run.assertSameBytes(output, "whole");
    }
    assertThat(stopped).as("runs that were stopped").isGreaterThan(5);
  }

  @Test
  void anotherPromptNeedsNoTraining() {
    run.train("prompt", PlayRun.config());
    RecordedProgress progress = run.train("prompt", PlayRun.config("generation.prompt=death"));
    assertThat(progress.epochs).isEmpty();
    run.train("expected", PlayRun.config("generation.prompt=death"));
    run.assertSameBytesButEarlyTexts("prompt", "expected");
  }

  @Test
  void startsOverWhenAsked() throws IOException {
    run.train("steps", PlayRun.config("checkpoints.everySteps=10", KEEP_ALL));
    run.copyCheckpoint("steps", 20, "fresh");
    assertThat(run.train("fresh", PlayRun.config(), false, true).epochs).hasSize(PlayRun.EPOCHS);
    run.assertSameBytes("fresh", "whole");
    assertThat(run.train("fresh", PlayRun.config(), true, false).epochs).hasSize(PlayRun.EPOCHS);
    run.assertSameBytes("fresh", "whole");
  }

  @Test
  void aDivergedRunKeepsItsCheckpointsAndDivergesAgain() {
    ExperimentConfig config =
        PlayRun.config("training.optimizer.learningRate=1e38", "training.batchSize=1");
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatExceptionOfType(BrokenRunException.class)
          .isThrownBy(() -> run.train("diverged", config))
          .withMessageContaining("training.optimizer.learningRate");
    }
  }

  @Test
  void replaysAnyStretch() throws IOException {
    run.train("steps", PlayRun.config("checkpoints.everySteps=4", KEEP_ALL));
    List<Link> links = RunReport.read(run.files("steps").report()).chain().links();
    List<Long> starts = new ArrayList<>(List.of(0L));
    replay((training, checkpoints) -> checkpoints.steps().forEach(starts::add));
    assertThat(starts).containsExactly(0L, 4L, 8L, 9L, 12L, 16L, 18L, 20L, 24L, 27L);
    for (long start : starts) {
      int first = (int) start;
      for (int count : new int[] {1, 2, 11, 100}) {
        replay(
            (training, checkpoints) ->
                assertThat(training.replay(checkpoints.at(start), count, PlayRun.STEPS))
                    .isEqualTo(links.subList(first, Math.min(first + count, links.size()))));
      }
    }
    run.assertSameBytes("steps", "whole");
  }

  private void replay(BiConsumer<TrainingRun, CheckpointDirectory> segment) {
    run.experiment("steps", PlayRun.config(), new RecordedProgress())
        .replay(
            (corpus, training) ->
                segment.accept(
                    training,
                    CheckpointDirectory.open(
                        run.files("steps").checkpoints(), training.fingerprint(), note -> {})));
  }

  private static ProgressListener stoppingAfter(int epoch) {
    return new RecordedProgress() {
      @Override
      public void epochDone(EpochLoss done) {
        if (done.epoch() == epoch) {
          Thread.currentThread().interrupt();
          throw new CancellationException();
        }
      }
    };
  }

  /** A listener as the worker's, whose thread is interrupted when a note comes. */
  private static ProgressListener interruptedAt(String note) {
    return new ProgressListener() {
      @Override
      public void note(String line) {
        if (line.contains(note)) {
          Thread.currentThread().interrupt();
        }
      }

      @Override
      public void progress(Progress progress) {
        unwindIfInterrupted();
      }

      @Override
      public void epochDone(EpochLoss done) {
        unwindIfInterrupted();
      }

      private void unwindIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException();
        }
      }
    };
  }

  private static void damage(Path file, RandomStream random) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (random.nextDouble() < 0.3) {
      bytes = Arrays.copyOf(bytes, below(random, bytes.length));
    } else {
      bytes[below(random, bytes.length)] ^= (byte) (1 << below(random, 8));
    }
    Files.write(file, bytes);
  }

  private static double loss(List<EpochRecord> epochs, int index) {
    Double loss = epochs.get(index).validationLoss();
    return loss == null ? Double.POSITIVE_INFINITY : loss;
  }

  private static int below(RandomStream random, int bound) {
    return (int) (random.nextDouble() * bound);
  }
}
