package io.github.rnnlab.maven;

import io.github.rnnlab.maven.run.Experiments;
import io.github.rnnlab.worker.Goal;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Looks inside each experiment's trained model: {@code inspect.html} in the run's directory shows a
 * text whose characters are colored by what a unit holds after each, or by what each cost to
 * predict.
 *
 * @since 0.1.0
 */
@Mojo(name = "inspect", threadSafe = true)
public final class InspectMojo extends ReadingMojo {
  @Inject
  InspectMojo(Experiments experiments) {
    super(experiments, Goal.INSPECT);
  }
}
