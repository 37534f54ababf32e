package io.github.rnnlab.maven;

import io.github.rnnlab.evaluate.EvaluationRequest;
import io.github.rnnlab.maven.run.Experiments;
import io.github.rnnlab.worker.Goal;
import java.io.File;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** A goal whose workers let a trained model read a text. */
abstract class ReadingMojo extends PreparingMojo {
  /**
   * The part of the corpus to read: {@code train}, {@code validation} or {@code test}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.split", defaultValue = EvaluationRequest.VALIDATION)
  private String split;

  /**
   * A text in UTF-8, or any file for a model of bytes, to read instead of a part of the corpus. A
   * relative path starts at the project's directory.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.text")
  private @Nullable File text;

  ReadingMojo(Experiments experiments, Goal goal) {
    super(experiments, goal);
  }

  @Override
  EvaluationRequest evaluation() {
    return new EvaluationRequest(split, text == null ? null : path(text, "rnn.text"));
  }
}
