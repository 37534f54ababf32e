package io.github.rnnlab.verify;

import io.github.rnnlab.archive.Finding;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of a verification.
 *
 * @param name of the experiment
 * @param summary a sentence for people on what was done
 * @param checks in the order in which they were made; after the first finding the rest are skipped
 */
public record Verification(String name, String summary, List<Check> checks) {
  /**
   * One thing that was looked at.
   *
   * @param name what holds if it passes
   * @param finding what was found otherwise; null if it passed or was skipped
   * @param skipped whether it was not made, because of an earlier finding
   * @param seconds that it took
   */
  public record Check(String name, @Nullable Finding finding, boolean skipped, double seconds) {}

  /** Keeps its own copy of the checks. */
  public Verification {
    checks = List.copyOf(checks);
  }

  /** Returns the first finding; empty if all is as archived. */
  public Optional<Finding> finding() {
    return checks.stream()
        .flatMap(check -> Optional.ofNullable(check.finding()).stream())
        .findFirst();
  }

  /** Returns the seconds of all checks together. */
  double seconds() {
    double seconds = 0;
    for (Check check : checks) {
      seconds += check.seconds();
    }
    return seconds;
  }
}
