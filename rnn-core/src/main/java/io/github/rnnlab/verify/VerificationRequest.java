package io.github.rnnlab.verify;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be verified, and how.
 *
 * @param archive the directory of the experiment's archive
 * @param run the name of the run inside the archive; empty for the only one
 * @param runs the names of all runs that the experiment has, in the order of its seeds, of which
 *     this is one
 * @param configSha256 of the config of the experiment with all its seeds; null if it has one run
 * @param trained the directory of the user's own run, which is read and never written to
 * @param results where the result goes as JUnit's XML
 * @param mode how
 * @param seed of the choice of segments in {@link Mode#QUICK}
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
  /** Keeps its own copy of the names. */
  public VerificationRequest {
    runs = List.copyOf(runs);
  }

  /** How an archive is verified. */
  public enum Mode {
    /** All is prepared and trained once more. */
    AFRESH,
    /** The user's own run is compared, because this build has just trained it afresh. */
    TRAINED,
    /** Some segments are trained once more, from the start and from checkpoints. */
    QUICK
  }
}
