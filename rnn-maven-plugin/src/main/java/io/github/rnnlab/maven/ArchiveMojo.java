package io.github.rnnlab.maven;

import io.github.rnnlab.archive.Archive;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.SeedRun;
import io.github.rnnlab.experiment.Archiver;
import io.github.rnnlab.maven.build.BuildContext;
import io.github.rnnlab.maven.build.GoalRequest;
import io.github.rnnlab.maven.run.ExperimentRuns;
import io.github.rnnlab.worker.Goal;
import java.nio.file.Path;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Copies the record of each experiment's finished run to {@code archive/<name>} beside the configs,
 * for version control. It replaces the former archive as a whole.
 */
@Mojo(name = "archive", threadSafe = true)
public final class ArchiveMojo extends ExperimentMojo {
  private final ExperimentRuns runs;

  @Inject
  ArchiveMojo(ExperimentRuns runs) {
    super(runs, Goal.TRAIN);
    this.runs = runs;
  }

  @Override
  void run(BuildContext build) {
    GoalRequest request = request();
    for (ExperimentConfig config : ExperimentRuns.experiments(request, build)) {
      Path directory = request.configDirectory().resolve(Archive.DIRECTORY).resolve(config.name());
      Path output = request.outputDirectory().resolve(config.name());
      SeedRun whole = new SeedRun(config.name(), config, output);
      Archiver.archive(config, runs.workplace(whole, request, build), directory);
      build.log().info("Archived " + config.name() + " in " + directory + "; commit it.");
    }
  }
}
