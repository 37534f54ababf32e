package io.github.rnnlab.maven.run;

import io.github.rnnlab.archive.Archive;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.discovery.ReservedNames;
import io.github.rnnlab.launch.Order;
import io.github.rnnlab.maven.build.BuildContext;
import io.github.rnnlab.maven.build.GoalRequest;
import io.github.rnnlab.maven.build.Selection;
import io.github.rnnlab.maven.log.GitHubJob;
import io.github.rnnlab.plan.PlannedRun;
import io.github.rnnlab.verify.Verification;
import io.github.rnnlab.verify.VerificationRequest;
import io.github.rnnlab.verify.VerificationRequest.Mode;
import io.github.rnnlab.worker.WorkerRequest;
import io.github.rnnlab.workplace.Workplace;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/** Verifies the experiments of a project. It fails only after all of them are verified. */
@Named
@Singleton
public final class Verifications {
  private final Experiments experiments;

  @Inject
  Verifications(Experiments experiments) {
    this.experiments = experiments;
  }

  /**
   * Verifies the experiments of a request.
   *
   * @param seed the seed of the choice of segments in a quick verification
   * @throws WorkerFailedException naming every experiment that cannot be reproduced, or if one
   *     cannot be run
   */
  public void run(GoalRequest request, Mode mode, long seed, BuildContext build) {
    Selection selection = request.selection();
    VerificationSummary summary = new VerificationSummary();
    Experiments.Workers workers = experiments.workers(request, build);
    for (ExperimentConfig config : Experiments.experiments(selection, build)) {
      Path output = selection.outputOf(config);
      List<PlannedRun> all = PlannedRun.of(config, output);
      List<String> names = all.stream().map(run -> run.nameIn(output)).toList();
      for (PlannedRun run : all) {
        build.log().info("Verifying " + run.label());
        Workplace trained = experiments.workplace(run, request, build);
        Path results = selection.outputDirectory().resolve(ReservedNames.VERIFY);
        VerificationRequest what =
            new VerificationRequest(
                selection.configDirectory().resolve(Archive.DIRECTORY).resolve(config.name()),
                run.nameIn(output),
                names,
                config.training().seeds() == null ? null : config.sha256(),
                trained.outputDirectory(),
                results,
                mode == Mode.AFRESH && build.remembersTraining(trained.outputDirectory())
                    ? Mode.TRAINED
                    : mode,
                seed);
        Path own = results.resolve(config.name()).resolve(run.nameIn(output));
        Verification verification =
            Objects.requireNonNull(
                workers
                    .run(
                        new WorkerRequest(
                            Order.unchecked(run.config(), trained.in(own), false, true), what))
                    .verification(),
                "told before the worker says bye");
        build.log().info(verification.summary());
        summary.add(run.label(), verification);
      }
    }
    if (summary.runs() > 0) {
      GitHubJob.of(build.session().getSystemProperties(), build.log())
          .summarize(summary.markdown(build.project().getArtifactId()));
    }
    List<String> findings = summary.findings();
    if (findings.size() == 1) {
      throw new WorkerFailedException(findings.get(0), true);
    }
    if (!findings.isEmpty()) {
      throw new WorkerFailedException(
          findings.size()
              + " of "
              + summary.runs()
              + " runs do not come out as archived:\n  "
              + String.join("\n  ", findings),
          true);
    }
  }
}
