package io.github.rnnlab.verify;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.archive.Archive;
import io.github.rnnlab.archive.Divergence;
import io.github.rnnlab.archive.Finding;
import io.github.rnnlab.archive.Finding.Kind;
import io.github.rnnlab.archive.FinishedRun;
import io.github.rnnlab.chain.Link;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.directory.StagedFiles;
import io.github.rnnlab.directory.WholeDirectory;
import io.github.rnnlab.experiment.Experiment;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.plan.PlannedRun;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.run.ProgressListener;
import io.github.rnnlab.run.TrainingRun;
import io.github.rnnlab.setting.Overrides;
import io.github.rnnlab.stage.Recipes;
import io.github.rnnlab.verify.Verification.Check;
import io.github.rnnlab.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Verifies that an archived run can be reproduced. Checks run in dependency order and stop at the
 * first failure: whether the archive is intact, whether the same is asked for, and whether the
 * results are equal. Not safe for use by several threads.
 */
public final class Verifier {
  private static final double NANOS = 1e9;
  private static final String UNTRAINED = "nothing was trained, since a check before it failed";

  private final ExperimentConfig config;
  private final Workplace workplace;
  private final VerificationRequest request;
  private final ProgressListener listener;
  private final String where;
  private final List<Check> checks = new ArrayList<>();

  /** Whether anything was trained, in whole or in part. */
  private boolean trained;

  private @Nullable Archive archive;

  /** What the summary adds for a tolerant backend. */
  private String nearness = "";

  /** A check to run. */
  @FunctionalInterface
  private interface Look {
    Optional<Finding> look();
  }

  /**
   * Creates a verifier.
   *
   * @param workplace the workplace of the verification; the content of its output directory is
   *     replaced
   */
  public Verifier(
      ExperimentConfig config,
      Workplace workplace,
      VerificationRequest request,
      ProgressListener listener) {
    this.config = config;
    this.workplace = workplace;
    this.request = request;
    this.listener = listener;
    Path report = new RunFiles(request.archive().resolve(request.run())).report();
    this.where = workplace.configDirectory().relativize(report).toString().replace('\\', '/');
  }

  /**
   * Verifies the archive and writes the result as JUnit XML.
   *
   * @throws InvalidInputException if the experiment itself cannot be run
   * @throws io.github.rnnlab.BrokenRunException if training fails
   */
  public Verification verify() {
    check("the archive is whole", this::ofArchive);
    check("numerics and config are the archived ones", () -> difference().of(Recipes.of(config)));
    switch (request.mode()) {
      case AFRESH -> afresh();
      case TRAINED -> trained();
      case QUICK -> quick();
    }
    Verification verification = new Verification(name(), summary(), checks);
    JUnitXml.write(request.results(), verification);
    return verification;
  }

  private void afresh() {
    WholeDirectory.remove(workplace.outputDirectory());
    Experiment experiment = new Experiment(config, workplace, listener);
    check(
        "corpus and first weights are the archived ones",
        () -> difference().of(experiment.identity(experiment.corpus())));
    check(
        "a fresh run computes the archived losses " + exactly(),
        () -> {
          trained = true;
          experiment.train(false, true);
          return ofRun(workplace.outputDirectory());
        });
    checkFiles(workplace.outputDirectory());
  }

  private void trained() {
    check(
        "corpus and first weights are the archived ones",
        () -> difference().of(FinishedRun.require(request.trained()).identity()));
    check(
        "the run of this build computed the archived losses " + exactly(),
        () -> ofRun(request.trained()));
    checkFiles(request.trained());
  }

  private void quick() {
    if (failed()) {
      return;
    }
    Experiment experiment = new Experiment(config, workplace, listener);
    experiment.replay(
        (corpus, run) -> {
          check(
              "corpus and first weights are the archived ones",
              () -> difference().of(experiment.identity(corpus)));
          if (!failed()) {
            check("the run has the archived number of steps", () -> ofSteps(run));
            if (isTolerant()) {
              replayStart(run);
            } else {
              replaySegments(run);
            }
          }
        });
  }

  private void replaySegments(TrainingRun run) {
    StagedFiles.settle(request.trained());
    Segments segments = new Segments(run, archived(), where, request, listener);
    for (Segments.Segment segment : segments.chosen()) {
      trained |= !failed();
      check(segment.name(), () -> segments.replay(segment));
    }
  }

  /**
   * Trains a tolerant run up to its first link. Later on, its weights differ from the archived ones
   * by more and more, and a link is the mean of fewer steps than an epoch, for which the tolerances
   * are made.
   */
  private void replayStart(TrainingRun run) {
    check(
        "the first steps compute the archived loss " + exactly(),
        () -> {
          trained = true;
          Link fresh = run.replay(Optional.empty(), 1, archived().steps()).get(0);
          Link expected = archived().chain().links().get(0);
          return near(
              opened().tolerances().beyond(expected, fresh, where),
              expected.saysTheSameAs(fresh),
              Recipes.of(config).library());
        });
  }

  /** Returns whether the archive, if it could be read, is one of a tolerant backend. */
  private boolean isTolerant() {
    return archive != null && archive.runs().contains(request.run()) && !archived().isExact();
  }

  /** Returns how exactly losses are compared, for the names of checks. */
  private String exactly() {
    return isTolerant() ? opened().tolerances().within() : "and weights";
  }

  private Optional<Finding> ofSteps(TrainingRun run) {
    long steps = run.plan().stepsPerEpoch() * archived().epochs().size();
    return archived().steps() == steps
        ? Optional.empty()
        : Optional.of(
            new Finding(
                Kind.DIVERGED,
                where + ": steps: found " + steps + ", expected " + archived().steps() + "."));
  }

  private Optional<Finding> ofArchive() {
    if (!Archive.exists(request.archive())) {
      return Optional.of(
          new Finding(
              Kind.NOTHING_ARCHIVED,
              request.archive()
                  + ": found no archive, expected the record of a former run. Train "
                  + config.name()
                  + " with mvn rnn:train, archive it with mvn rnn:archive, and commit the"
                  + " directory."));
    }
    try {
      archive = Archive.read(request.archive());
      if (!new TreeSet<>(archive.runs()).equals(new TreeSet<>(request.runs()))) {
        return Optional.of(
            new Finding(
                Kind.NOT_COMPARABLE,
                request.archive()
                    + ": found the runs "
                    + request.runs()
                    + " as configured by training.seeds, expected "
                    + archive.runs()
                    + ". "
                    + seedsOf(archive.runsInOrder())
                    + ", or archive all runs anew with mvn rnn:archive."));
      }
      return request.configSha256() == null
          ? Optional.empty()
          : archive.differenceFrom(request.configSha256(), request.runs());
    } catch (InvalidInputException e) {
      return Optional.of(new Finding(Kind.BROKEN_ARCHIVE, String.valueOf(e.getMessage())));
    }
  }

  /** Returns how to ask for the archived runs. */
  private static String seedsOf(List<String> runs) {
    List<Long> seeds =
        runs.stream().map(PlannedRun::seedOf).flatMapToLong(OptionalLong::stream).boxed().toList();
    return seeds.isEmpty()
        ? "Verify without training.seeds, also without " + Overrides.flag("training.seeds")
        : "Verify with " + PlannedRun.flag(seeds);
  }

  private IdentityDifference difference() {
    String text = config.corpus() == null ? null : config.corpus().file();
    return IdentityDifference.from(
        archived(), where, text == null ? null : workplace.configDirectory().resolve(text));
  }

  private Optional<Finding> ofRun(Path directory) {
    RunReport fresh = FinishedRun.require(directory);
    return difference().of(fresh.identity()).or(() -> ofResult(fresh));
  }

  private Optional<Finding> ofResult(RunReport fresh) {
    Optional<Finding> divergence = Divergence.between(archived(), fresh, where);
    return isTolerant()
        ? near(
            opened().tolerances().firstBeyond(archived(), fresh, where),
            divergence.isEmpty(),
            fresh.library())
        : divergence;
  }

  /**
   * Takes down how near a tolerant run came to the archived one, and by which libraries.
   *
   * @param beyond the first loss beyond the tolerances
   * @return the same
   */
  private Optional<Finding> near(
      Optional<Finding> beyond, boolean sameBits, @Nullable String library) {
    String archived = archived().library();
    if (beyond.isEmpty()) {
      nearness = sameBits ? ", bit for bit" : ", losses " + opened().tolerances().within();
    }
    if (!Objects.equals(archived, library)) {
      nearness += "; the archived run is by " + archived + "; this one is by " + library;
    }
    return beyond;
  }

  /** Checks the files. Those of a tolerant run may differ in the last digits. */
  private void checkFiles(Path directory) {
    if (!isTolerant()) {
      check("its files are the archived ones", () -> ofFiles(directory));
    }
  }

  private Optional<Finding> ofFiles(Path directory) {
    for (String name : Archive.FILES) {
      String expected = opened().hash(request.run(), name);
      String found = hash(directory.resolve(name));
      if (!opened().holds(request.run(), name, found)) {
        return Optional.of(
            new Finding(
                Kind.DIVERGED,
                directory.resolve(name)
                    + ": found the SHA-256 "
                    + found
                    + ", expected "
                    + expected
                    + " as archived, since the run computed the same. Archive anew if a new version"
                    + " of the plugin writes this file in another way."));
      }
    }
    return Optional.empty();
  }

  private String name() {
    return Verification.name(config.name(), request.run());
  }

  private void check(String name, Look look) {
    if (failed()) {
      checks.add(new Check(name, null, true, 0));
      return;
    }
    long start = System.nanoTime();
    Finding finding = look.look().orElse(null);
    checks.add(new Check(name, finding, false, (System.nanoTime() - start) / NANOS));
  }

  private boolean failed() {
    return checks.stream().anyMatch(check -> check.finding() != null);
  }

  private Archive opened() {
    return Objects.requireNonNull(archive, "read before it is compared with");
  }

  private RunReport archived() {
    return opened().report(request.run());
  }

  private String summary() {
    String how =
        switch (request.mode()) {
          case TRAINED -> "compared with the run of this build";
          case AFRESH -> trained ? "trained afresh" : UNTRAINED;
          case QUICK ->
              !trained
                  ? UNTRAINED
                  : isTolerant()
                      ? "its first steps trained again"
                      : "replayed in segments chosen with the seed " + request.seed();
        };
    return name()
        + (failed() ? " does not come out as archived: " : " comes out as archived: ")
        + how
        + nearness;
  }

  private static String hash(Path file) {
    try {
      return Files.exists(file) ? Sha256.of(file) : "of no file";
    } catch (IOException e) {
      Interruption.rethrow(e);
      return "of a file that cannot be read (" + e + ")";
    }
  }
}
