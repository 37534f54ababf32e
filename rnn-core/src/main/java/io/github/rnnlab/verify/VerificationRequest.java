package io.github.rnnlab.verify;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to verify, and how.
 *
 * @param archive the directory of the experiment's archive
 * @param run the name of the run inside the archive; empty for a single run
 * @param runs the names of all runs of the experiment, in the order of its seeds
 * @param configSha256 of the experiment's config with all seeds; null for a single run
 * @param trained the directory of the user's own run, which is only read
 * @param results the directory of the result as JUnit XML
 * @param mode how to verify
 * @param seed the seed of the choice of segments in {@link Mode#QUICK}
 */
public record VerificationRequest(
    Path archive,
    String run,
    List<String> runs,
    @Nullable String configSha256,
    Path trained,
    Path results,
    Mode mode,
    long seed) {
  /** Copies the names. */
  public VerificationRequest {
    runs = List.copyOf(runs);
  }

  /** How to verify an archive. */
  public enum Mode {
    /** Prepare and train everything again. */
    AFRESH,
    /** Compare the user's own run, which this build has just trained from the start. */
    TRAINED,
    /** Train some segments again, from the first weights and from checkpoints. */
    QUICK
  }
}
