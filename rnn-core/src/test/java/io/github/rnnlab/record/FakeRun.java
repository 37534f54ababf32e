package io.github.rnnlab.record;

import io.github.rnnlab.chain.Chain;
import io.github.rnnlab.chain.DigestChain;
import io.github.rnnlab.chain.Link;
import io.github.rnnlab.chart.LossChart;
import io.github.rnnlab.chart.LossCsv;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.tensor.NumericClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Consistent reports of runs that never were: losses that fall, and hashes of nothing. */
public final class FakeRun {
  public static final String CORPUS = hash("corpus");

  private final Map<String, Object> config = new LinkedHashMap<>();
  private final int epochs;
  private final int stepsPerEpoch;
  private @Nullable String library;
  private double shift;
  private boolean validated = true;
  private int judgedEvery;
  private double streamingShift;
  private UnaryOperator<StepLoss> changeOfStepLosses = loss -> loss;
  private UnaryOperator<Link> changeOfLinks = link -> link;
  private UnaryOperator<EpochRecord> changeOfEpochs = epoch -> epoch;

  public FakeRun(int epochs, int stepsPerEpoch) {
    this.epochs = epochs;
    this.stepsPerEpoch = stepsPerEpoch;
    config.put("name", "play");
    config.put("seed", 3);
    Map<String, Object> training = new LinkedHashMap<>();
    training.put("epochs", epochs);
    training.put("batchSize", 1);
    training.put("validateEvery", 1);
    config.put("training", training);
  }

  public FakeRun with(String key, Object value) {
    config.put(key, value);
    return this;
  }

  public FakeRun tolerant() {
    library = "fake 1.0";
    return this;
  }

  /** Adds to every loss. */
  public FakeRun shifted(double nats) {
    shift = nats;
    return this;
  }

  /** Adds to the loss on the test text as one stream. */
  public FakeRun streamingShifted(double nats) {
    streamingShift = nats;
    return this;
  }

  public FakeRun withStepLosses(UnaryOperator<StepLoss> change) {
    changeOfStepLosses = change;
    return this;
  }

  public FakeRun notValidated() {
    validated = false;
    return this;
  }

  /** Judges on a test text after training, and on held-out text after every so many steps. */
  @SuppressWarnings("unchecked")
  public FakeRun judgedOften(int everySteps) {
    judgedEvery = everySteps;
    Map<String, Object> training =
        (Map<String, Object>) Objects.requireNonNull(config.get("training"), "training");
    training.put("validateEverySteps", everySteps);
    Map<String, Object> prepare = new LinkedHashMap<>();
    prepare.put("testFraction", 0.25);
    config.put("prepare", prepare);
    return this;
  }

  public FakeRun withLinks(UnaryOperator<Link> change) {
    changeOfLinks = change;
    return this;
  }

  public FakeRun withEpochs(UnaryOperator<EpochRecord> change) {
    changeOfEpochs = change;
    return this;
  }

  /** Returns what can stand for the hash of something that has a name. */
  public static String hash(String name) {
    return Sha256.of(name);
  }

  public RunReport report() {
    RunIdentity identity =
        new RunIdentity(
            new Recipe(
                2, library == null ? NumericClass.EXACT : NumericClass.TOLERANT, library, config),
            CORPUS,
            null,
            null);
    String origin = identity.origin();
    int steps = epochs * stepsPerEpoch;
    DigestChain digests = new DigestChain(origin, steps);
    List<EpochRecord> records = new ArrayList<>();
    for (int step = 1; step <= steps; step++) {
      int epoch = (step - 1) / stepsPerEpoch + 1;
      if (digests.step(1 + shift + 1.0 / step)) {
        digests.link(epoch, Map.of("Wxh", hash("w" + step)), hash("m" + step));
      }
      if (step % stepsPerEpoch == 0) {
        Double held = validated ? Double.valueOf(2 + shift + 1.0 / epoch) : null;
        records.add(
            changeOfEpochs.apply(
                EpochRecord.of(epoch, 1 + shift + 1.0 / epoch, held, held, hash("e" + epoch))));
      }
    }
    Chain chain =
        new Chain(
            digests.chain().every(), digests.chain().links().stream().map(changeOfLinks).toList());
    return RunReport.of(
        identity,
        new RunReport.Corpus(CORPUS, 20, 20, null, 2, null),
        40,
        stepsPerEpoch,
        steps,
        validated ? new RunReport.Validation(5L, null, 1, 4) : null,
        records,
        judgedEvery == 0 ? null : stepLosses(steps),
        judgedEvery == 0
            ? null
            : TestLoss.of(
                new RunReport.Validation(5L, null, 1, 4),
                epochs,
                2.5 + shift,
                2.4 + shift + streamingShift,
                1),
        chain.from(origin));
  }

  private List<StepLoss> stepLosses(int steps) {
    List<StepLoss> losses = new ArrayList<>();
    for (long step = judgedEvery; step <= steps; step += judgedEvery) {
      losses.add(changeOfStepLosses.apply(StepLoss.of(step, 2.2 + shift + 1.0 / step, 1)));
    }
    return losses;
  }

  /** Writes what a run leaves that is archived. */
  public RunReport write(Path directory) throws IOException {
    RunReport report = report();
    Files.createDirectories(directory);
    report.write(directory.resolve("report.json"));
    LossCsv.write(directory.resolve("loss.csv"), report.epochs(), report.test());
    LossChart.write(directory.resolve("loss.svg"), report);
    Files.writeString(directory.resolve("sample.txt"), "the king\n");
    return report;
  }
}
