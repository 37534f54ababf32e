package io.github.rnnlab.verify;

import io.github.rnnlab.archive.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of a verification.
 *
 * @param name as {@link #name(String, String)} returns it
 * @param summary a sentence on what was done
 * @param checks the checks in order; those after the first finding are skipped
 */
public record Verification(String name, String summary, List<Check> checks) {
  /**
   * A check.
   *
   * @param name the statement that holds if the check passes
   * @param finding the difference; null if the check passed or was skipped
   * @param skipped whether an earlier finding made it pointless
   * @param seconds its duration
   */
  public record Check(String name, @Nullable Finding finding, boolean skipped, double seconds) {}

  /** Copies the checks. */
  public Verification {
    checks = List.copyOf(checks);
  }

  /**
   * Returns the name of the verification of a run.
   *
   * @param run the name of the run within its experiment; empty for the only run
   */
  public static String name(String experiment, String run) {
    return run.isEmpty() ? experiment : experiment + "-" + run;
  }

  /** Returns the file, among those of all results, of the verification of a name. */
  public static Path file(Path results, String name) {
    return results.resolve("TEST-rnn-" + name + ".xml");
  }

  /** Returns the first finding; empty if everything is as archived. */
  public Optional<Finding> finding() {
    return checks.stream()
        .flatMap(check -> Optional.ofNullable(check.finding()).stream())
        .findFirst();
  }

  /** Returns the duration of all checks. */
  public double seconds() {
    double seconds = 0;
    for (Check check : checks) {
      seconds += check.seconds();
    }
    return seconds;
  }
}
