package io.github.rnnlab.seeds;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.record.RunIdentity;
import io.github.rnnlab.record.RunReport;
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
 * {@code seeds.json}: how the losses of an experiment vary over its seeds. Equal runs give equal
 * bytes on every machine. Losses are in nats per token.
 *
 * @param schema the version of this format
 * @param name the name of the experiment
 * @param configSha256 of its effective config, with all seeds
 * @param n the number of runs, one per seed
 * @param runs the runs, in the order of the seeds
 * @param finalTrainingLoss of the last epoch
 * @param bestTrainingLoss the lowest of all epochs
 * @param finalValidationLoss after the last epoch; absent without validation
 * @param bestValidationLoss the lowest of all validated epochs
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
  /** The current version of the format. */
  public static final int SCHEMA = 1;

  /** The name of the file. */
  public static final String FILE = "seeds.json";

  /** Checks for a null hash and copies the runs. */
  public SeedsReport {
    Objects.requireNonNull(configSha256, "configSha256");
    runs = List.copyOf(runs);
  }

  /**
   * One run.
   *
   * @param seed the seed of the run
   * @param digest the digest of its report
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
   * @param reports one per seed, at least one
   * @throws InvalidInputException if two have the same seed, or differ in more than the seed
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
   * @param directory the directory of the experiment, where the file goes
   * @throws InvalidInputException if the report of a run is missing, damaged, or of another
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

  /** Returns the spread of a loss; null unless every run has it. */
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
   * Reads the file and checks its form only.
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

  /** Returns the names of the runs, which are also those of their directories. */
  public List<String> names() {
    return runs.stream().map(run -> "seed-" + run.seed()).toList();
  }

  /**
   * Checks that this summary equals another.
   *
   * @param where names the file of this summary in messages
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

  /** Writes the file atomically. */
  public void write(Path file) {
    AtomicFile.write(file, Json.pretty(this));
  }
}
