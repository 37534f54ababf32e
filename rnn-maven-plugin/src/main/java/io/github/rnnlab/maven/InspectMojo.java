package io.github.rnnlab.maven;

import io.github.rnnlab.evaluate.EvaluationRequest;
import io.github.rnnlab.maven.run.Experiments;
import io.github.rnnlab.worker.Goal;
import java.io.File;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Looks inside each experiment's trained model: {@code inspect.html} in the run's directory shows a
 * text whose characters are colored by what a unit holds after each, or by what each cost to
 * predict.
 */
@Mojo(name = "inspect", threadSafe = true)
public final class InspectMojo extends WorkerMojo {
  /** The part of the corpus whose start the model reads, beside {@code sample.txt}. */
  @Parameter(property = "rnn.split", defaultValue = EvaluationRequest.VALIDATION)
  private String split;

  /**
   * A text in UTF-8 whose start the model reads, instead of a part of the corpus. A relative path
   * starts at the project's directory.
   */
  @Parameter(property = "rnn.text")
  private @Nullable File text;

  @Inject
  InspectMojo(Experiments experiments) {
    super(experiments, Goal.INSPECT);
  }

  @Override
  EvaluationRequest evaluation() {
    return new EvaluationRequest(split, text == null ? null : path(text, "rnn.text"));
  }
}
