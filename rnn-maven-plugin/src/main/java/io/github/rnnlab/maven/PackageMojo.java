package io.github.rnnlab.maven;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.experiment.ModelPackage;
import io.github.rnnlab.maven.build.BuildContext;
import io.github.rnnlab.maven.build.Selection;
import io.github.rnnlab.maven.run.Experiments;
import io.github.rnnlab.plan.PlannedRun;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.project.MavenProjectHelper;

/**
 * Packages the trained model of the experiment with its vocabulary and report as a zip, and
 * attaches it to the project under the classifier {@code model}. {@code mvn deploy} then publishes
 * it, and other projects generate with it: {@code
 * -Drnn.model=groupId:artifactId:zip:model:version}.
 *
 * @since 0.1.0
 */
@Mojo(name = "package", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public final class PackageMojo extends ExperimentMojo {
  private final Experiments experiments;
  private final MavenProjectHelper attachments;

  @Inject
  PackageMojo(Experiments experiments, MavenProjectHelper attachments) {
    this.experiments = experiments;
    this.attachments = attachments;
  }

  @Override
  protected void run(BuildContext build) {
    Selection selection = selection();
    List<ExperimentConfig> all = Experiments.experiments(selection, build);
    if (all.size() > 1) {
      throw new InvalidInputException(
          "rnn.config",
          all.size() + " experiments",
          "one, because a project has one artifact of the classifier model",
          "Choose one with -Drnn.config=NAME, or in the goal's <configuration>.");
    }
    for (ExperimentConfig config : all) {
      Path output = selection.outputOf(config);
      PlannedRun whole = new PlannedRun(config.name(), config, output);
      Path zip = ModelPackage.write(config, experiments.workplace(whole, selection, build));
      attachments.attachArtifact(build.project(), "zip", "model", zip.toFile());
      build.log().info("Packaged the model of " + config.name() + " as " + zip);
    }
  }
}
