package io.github.rnnlab.maven;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.compare.ComparedExperiment;
import io.github.rnnlab.compare.ComparedExperiments;
import io.github.rnnlab.compare.Comparison;
import io.github.rnnlab.compare.RecordTree;
import io.github.rnnlab.discovery.ReservedNames;
import io.github.rnnlab.maven.build.BuildContext;
import io.github.rnnlab.maven.git.GitRecords;
import io.github.rnnlab.maven.log.GitHubJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Compares experiments: those of the directory with each other, each run with its archive, or, with
 * {@code -Drnn.from}, the archives of several git revisions. It prints the keys that differ, the
 * losses, and whether a difference exceeds the spread over seeds. The same is written to {@code
 * target/rnn/compare}: {@code compare.html} with the loss curves, {@code compare.md} for a pull
 * request, and {@code compare.json}.
 *
 * @since 0.1.0
 */
@Mojo(name = "compare", threadSafe = true)
public final class CompareMojo extends GoalMojo {
  /**
   * The first git revision to compare, such as {@code HEAD~1}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.from")
  private @Nullable String from;

  /**
   * The last git revision to compare; by default, the files as they are now.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.to")
  private @Nullable String to;

  @Override
  protected void run(BuildContext build) {
    Path directory = configDirectory();
    Comparison comparison = Comparison.of(runs(directory));
    Path results = outputDirectory().resolve(ReservedNames.COMPARE);
    comparison.write(results);
    comparison.lines().forEach(build.log()::info);
    GitHubJob.of(build.session().getSystemProperties(), build.log())
        .summarize(comparison.markdown());
    build.log().info("Wrote " + results.resolve("compare.html"));
  }

  private List<ComparedExperiment> runs(Path directory) {
    RecordTree now = RecordTree.of(directory);
    if (from == null) {
      if (to != null) {
        throw new InvalidInputException(
            "-Drnn.to", to, "-Drnn.from beside it", "Say where to compare from, too.");
      }
      return required(
          new ComparedExperiments(now, config()).runAndArchived(RecordTree.of(outputDirectory())),
          directory);
    }
    List<ComparedExperiment> runs = new ArrayList<>();
    try (GitRecords git = GitRecords.around(directory)) {
      GitRecords.Revision first = git.revision(from, "-Drnn.from");
      GitRecords.Revision last = git.revision(to == null ? "HEAD" : to, "-Drnn.to");
      List<GitRecords.Revision> revisions = new ArrayList<>(List.of(first));
      revisions.addAll(git.changes(first, last));
      for (GitRecords.Revision revision : revisions) {
        add(new ComparedExperiments(revision.tree(), config()).archived(), revision.label(), runs);
      }
    }
    if (to == null) {
      add(new ComparedExperiments(now, config()).archived(), "now", runs);
    }
    return required(runs, directory);
  }

  /** Adds the experiments of a revision, except unchanged ones. */
  private static void add(
      List<ComparedExperiment> found, String when, List<ComparedExperiment> runs) {
    for (ComparedExperiment run : found) {
      String name = run.label() + " @ ";
      boolean unchanged =
          runs.stream()
              .filter(former -> former.label().startsWith(name))
              .reduce((former, latter) -> latter)
              .filter(run::isSameAs)
              .isPresent();
      if (!unchanged) {
        runs.add(run.labeled(name + when));
      }
    }
  }

  private List<ComparedExperiment> required(List<ComparedExperiment> runs, Path directory) {
    if (runs.isEmpty()) {
      throw new InvalidInputException(
          config() == null ? directory.toString() : "-Drnn.config",
          config() == null ? "no experiment" : String.valueOf(config()),
          "an experiment's config or archive",
          "Call the goal in the directory of an experiment, or correct the name.");
    }
    return runs;
  }
}
