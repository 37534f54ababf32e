package io.github.rnnlab.maven;

import io.github.rnnlab.archive.Archive;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.experiment.Archiver;
import io.github.rnnlab.maven.build.BuildContext;
import io.github.rnnlab.maven.build.Selection;
import io.github.rnnlab.maven.run.Experiments;
import io.github.rnnlab.plan.PlannedRun;
import java.nio.file.Path;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Copies the record of each experiment's finished run to {@code archive/NAME} beside the configs,
 * for version control. It replaces the former archive as a whole.
 *
 * @since 0.1.0
 */
@Mojo(name = "archive", threadSafe = true)
public final class ArchiveMojo extends ExperimentMojo {
  private final Experiments experiments;

  @Inject
  ArchiveMojo(Experiments experiments) {
    this.experiments = experiments;
  }

  @Override
  protected void run(BuildContext build) {
    Selection selection = selection();
    for (ExperimentConfig config : Experiments.experiments(selection, build)) {
      Path directory =
          selection.configDirectory().resolve(Archive.DIRECTORY).resolve(config.name());
      Path output = selection.outputOf(config);
      PlannedRun whole = new PlannedRun(config.name(), config, output);
      Archiver.archive(config, experiments.workplace(whole, selection, build), directory);
      build.log().info("Archived " + config.name() + " in " + directory + "; commit it.");
    }
  }
}
