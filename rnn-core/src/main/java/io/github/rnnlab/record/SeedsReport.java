package io.github.rnnlab.record;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * {@code seeds.json}: how much the losses of an experiment owe to luck. The same runs give the same
 * bytes on every machine. Losses are in nats per character.
 *
 * @param schema version of this form
 * @param name of the experiment
 * @param configSha256 of its effective config, with all seeds
 * @param n how many runs there are, one per seed
 * @param runs the runs, in the order of the seeds
 * @param finalTrainingLoss of the last epoch
 * @param bestTrainingLoss the smallest of all epochs
 * @param finalValidationLoss after the last epoch; absent if nothing was held back
 * @param bestValidationLoss the smallest of all epochs that were judged
 */
public record SeedsReport(
    int schema,
    String name,
    String configSha256,
    int n,
    List<Run> runs,
    Spread finalTrainingLoss,
    Spread bestTrainingLoss,
    @Nullable Spread finalValidationLoss,
    @Nullable Spread bestValidationLoss) {
  /** The present version of the form. */
  public static final int SCHEMA = 1;

  /** The name of the file. */
  public static final String FILE = "seeds.json";

  /** Requires what is never absent, and keeps its own copy of the runs. */
  public SeedsReport {
    Objects.requireNonNull(configSha256, "configSha256");
    runs = List.copyOf(runs);
  }

  /**
   * One run.
   *
   * @param seed that it had
   * @param digest of its report
   */
  public record Run(
      long seed,
      String digest,
      double finalTrainingLoss,
      double bestTrainingLoss,
      @Nullable Double finalValidationLoss,
      @Nullable Double bestValidationLoss) {

    static Run of(RunReport report) {
      List<Double> training = report.epochs().stream().map(EpochRecord::trainingLoss).toList();
      List<Double> validation =
          report.epochs().stream()
              .map(EpochRecord::validationLoss)
              .filter(Objects::nonNull)
              .toList();
      boolean judged = !validation.isEmpty();
      return new Run(
          report.seed(),
          report.digest(),
          last(training),
          least(training),
          judged ? Double.valueOf(last(validation)) : null,
          judged ? Double.valueOf(least(validation)) : null);
    }

    private static double last(List<Double> losses) {
      return losses.get(losses.size() - 1);
    }

    private static double least(List<Double> losses) {
      double least = Double.POSITIVE_INFINITY;
      for (double loss : losses) {
        least = Math.min(least, loss);
      }
      return least;
    }
  }

  /**
   * Compares runs.
   *
   * @param configSha256 of the config with all seeds
   * @param reports one per seed, at least one, as they were read
   * @throws InvalidInputException if two have one seed, or differ in more than the seed
   */
  public static SeedsReport of(String configSha256, List<RunReport> reports) {
    requireOneExperiment(reports);
    List<Run> runs = reports.stream().map(Run::of).toList();
    return new SeedsReport(
        SCHEMA,
        reports.get(0).name(),
        configSha256,
        runs.size(),
        runs,
        Spread.of(runs.stream().map(Run::finalTrainingLoss).toList()),
        Spread.of(runs.stream().map(Run::bestTrainingLoss).toList()),
        spread(runs, Run::finalValidationLoss),
        spread(runs, Run::bestValidationLoss));
  }

  private static void requireOneExperiment(List<RunReport> reports) {
    Set<Long> seeds = new TreeSet<>();
    RunIdentity identity = reports.get(0).identity().withoutSeed();
    for (RunReport report : reports) {
      if (!seeds.add(report.seed()) || !report.identity().withoutSeed().equals(identity)) {
        throw new InvalidInputException(
            "training.seeds",
            "a run of seed "
                + report.seed()
                + " that differs in more than the seed, or a second one",
            "one run per seed, all of one config and one corpus",
            "Train all seeds again with mvn rnn:train -Drnn.force.");
      }
    }
  }

  /**
   * Compares the finished runs of all seeds and writes {@code seeds.json}.
   *
   * @param configSha256 of the config with all seeds
   * @param runs the directories of the runs, in the order of the seeds
   * @param directory where the file goes: that of the experiment
   * @return what was written
   * @throws InvalidInputException if the report of a run is missing, damaged, or that of another
   *     experiment
   */
  public static SeedsReport summarize(String configSha256, List<Path> runs, Path directory) {
    SeedsReport summary =
        of(
            configSha256,
            runs.stream().map(run -> RunReport.read(new RunFiles(run).report())).toList());
    summary.write(directory.resolve(FILE));
    return summary;
  }

  /** Null unless every run has the loss. */
  private static @Nullable Spread spread(List<Run> runs, Function<Run, @Nullable Double> lossOf) {
    List<Double> losses = new ArrayList<>();
    for (Run run : runs) {
      Double loss = lossOf.apply(run);
      if (loss == null) {
        return null;
      }
      losses.add(loss);
    }
    return Spread.of(losses);
  }

  /**
   * Reads such a file as it stands; only its form is checked.
   *
   * @throws InvalidInputException if it is missing or damaged
   */
  public static SeedsReport read(Path file) {
    String expected = "the comparison of a run for each seed";
    String fix = "Restore it from version control, or train the seeds again.";
    try {
      SeedsReport read = Json.read(Files.readString(file), SeedsReport.class);
      if (read.schema != SCHEMA || !Sha256.isHash(read.configSha256)) {
        throw new InvalidInputException(
            file + (read.schema == SCHEMA ? ": configSha256" : ": schema"),
            read.schema == SCHEMA ? Json.line(read.configSha256) : String.valueOf(read.schema),
            read.schema == SCHEMA ? "64 lower-case hexadecimal digits" : String.valueOf(SCHEMA),
            fix);
      }
      return read;
    } catch (JacksonException e) {
      String found = "broken JSON (" + e.getOriginalMessage() + ")";
      throw new InvalidInputException(file.toString(), found, expected, fix, e);
    } catch (IOException e) {
      Interruption.rethrow(e);
      String found = "no readable file (" + e + ")";
      throw new InvalidInputException(file.toString(), found, expected, fix, e);
    }
  }

  /** Returns the names of the runs, which are those of their directories. */
  public List<String> names() {
    return runs.stream().map(run -> "seed-" + run.seed()).toList();
  }

  /**
   * Checks that this says the same as another.
   *
   * @param where names the file of this in the message
   * @throws InvalidInputException naming the first key that differs, with both values
   */
  public void requireEqual(SeedsReport expected, String where, String fix) {
    Map<String, Object> found = Json.object(this);
    Map<String, Object> right = Json.object(expected);
    Set<String> keys = new LinkedHashSet<>(right.keySet());
    keys.addAll(found.keySet());
    for (String key : keys) {
      if (!Objects.equals(found.get(key), right.get(key))) {
        throw new InvalidInputException(
            where + ": " + key,
            line(found.get(key)),
            line(right.get(key)) + ", as the reports of its runs give",
            fix);
      }
    }
  }

  private static String line(@Nullable Object value) {
    return value == null ? "nothing" : Json.line(value);
  }

  /** Writes the file, whole or not at all. */
  public void write(Path file) {
    AtomicFile.write(file, Json.pretty(this));
  }
}
