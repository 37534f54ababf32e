package io.github.rnnlab.maven;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.evaluate.EvaluationRequest;
import io.github.rnnlab.maven.run.Experiments;
import io.github.rnnlab.worker.Goal;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Judges each experiment's trained model on a text: its loss in nats, bits per character and
 * perplexity, as one stream and by windows, and the characters that cost most. The log shows a
 * summary; {@code evaluation-NAME.json} and {@code .md} in the run's directory have all of it.
 *
 * @since 0.1.0
 */
@Mojo(name = "evaluate", threadSafe = true)
public final class EvaluateMojo extends ReadingMojo {
  /**
   * The coordinates of a model that another project has published with {@code rnn:package}, to
   * judge on the text in place of this project's experiments: {@code
   * groupId:artifactId:zip:model:version}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.model")
  private @Nullable String model;

  @Inject
  EvaluateMojo(Experiments experiments) {
    super(experiments, Goal.EVALUATE);
  }

  @Override
  @Nullable String model() {
    return model;
  }

  @Override
  EvaluationRequest evaluation() {
    EvaluationRequest request = super.evaluation();
    if (model != null && request.text() == null) {
      throw new InvalidInputException(
          "rnn.model",
          "no rnn.text beside it",
          "a text to judge the model on, since its corpus is not in the package",
          "Add -Drnn.text=FILE.");
    }
    return request;
  }
}
