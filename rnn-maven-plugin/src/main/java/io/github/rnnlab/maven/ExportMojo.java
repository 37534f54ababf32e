package io.github.rnnlab.maven;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.maven.build.BuildContext;
import io.github.rnnlab.maven.run.Experiments;
import io.github.rnnlab.worker.Goal;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Writes each experiment's trained model as ONNX, to {@code target/rnn/NAME/model.onnx}, for
 * programs in other languages. The file computes one step, with the states in and out.
 *
 * @since 0.1.0
 */
@Mojo(name = "export", threadSafe = true)
public final class ExportMojo extends WorkerMojo {
  private static final String ONNX = "onnx";

  /**
   * The format, of which there is only {@code onnx}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.format", defaultValue = ONNX)
  private String format;

  @Inject
  ExportMojo(Experiments experiments) {
    super(experiments, Goal.EXPORT);
  }

  @Override
  protected void run(BuildContext build) {
    if (!format.equals(ONNX)) {
      throw new InvalidInputException(
          "rnn.format",
          format,
          ONNX,
          "Correct -Drnn.format. PyTorch and others read model.safetensors as it is.");
    }
    super.run(build);
  }
}
