package io.github.rnnlab.maven;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.maven.build.BuildContext;
import io.github.rnnlab.maven.run.Experiments;
import io.github.rnnlab.maven.run.Verifications;
import io.github.rnnlab.verify.VerificationRequest.Mode;
import io.github.rnnlab.worker.Goal;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Verifies that each experiment's archive can be reproduced, and fails the build otherwise: to the
 * last bit on an exact backend, and within the archive's tolerances on a tolerant one. The
 * experiment is trained again in {@code target/rnn/verify/NAME}, unless this build has just trained
 * it from the start; then that run is compared. The result is also written as JUnit XML, to {@code
 * target/rnn/verify/TEST-rnn-NAME.xml}.
 *
 * @since 0.1.0
 */
@Mojo(name = "verify", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class VerifyMojo extends PreparingMojo {
  /**
   * How to verify: {@code run} trains the whole run again; {@code quick} trains some segments
   * again, from the first weights and from checkpoints of the finished run; on a tolerant backend
   * only the first steps.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.verify", defaultValue = "run")
  private String verify;

  /**
   * The seed of the choice of segments; by default, a different one each time.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.verify.seed")
  private @Nullable Long verifySeed;

  private final Verifications verifications;

  @Inject
  VerifyMojo(Experiments experiments, Verifications verifications) {
    super(experiments, Goal.VERIFY);
    this.verifications = verifications;
  }

  @Override
  protected void run(BuildContext build) {
    long seed = verifySeed == null ? System.currentTimeMillis() : verifySeed;
    verifications.run(request(), mode(), seed, build);
  }

  private Mode mode() {
    return switch (verify) {
      case "run" -> Mode.AFRESH;
      case "quick" -> Mode.QUICK;
      default ->
          throw new InvalidInputException(
              "rnn.verify", verify, "run or quick", "Correct -Drnn.verify, or leave it out.");
    };
  }
}
