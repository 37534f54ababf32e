package io.github.rnnlab.archive;

import io.github.rnnlab.archive.Finding.Kind;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.RunReport;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The allowed deviation of a tolerant backend's loss from the archived one: at most {@code absolute
 * + relative * |archived|}.
 *
 * @param absolute in nats per character
 * @param relative as a share of the archived loss
 */
public record Tolerances(double absolute, double relative) {
  /** The tolerances of a new archive; its owner may edit them. */
  public static final Tolerances DEFAULT = new Tolerances(0.001, 0.005);

  /** Returns whether both values are finite and not negative. */
  boolean isPossible() {
    return absolute >= 0 && relative >= 0 && Double.isFinite(absolute + relative);
  }

  /**
   * Returns the first loss of an epoch beyond these tolerances. Values that follow from the inputs
   * without training must be equal.
   *
   * @param where names the archived report in the message
   */
  public Optional<Finding> firstBeyond(RunReport archived, RunReport fresh, String where) {
    return Divergence.ofShape(archived, fresh, where)
        .or(() -> firstLossBeyond(archived, fresh, where));
  }

  private Optional<Finding> firstLossBeyond(RunReport archived, RunReport fresh, String where) {
    for (EpochRecord epoch : archived.epochs()) {
      Map<String, Double> found = fresh.epochs().get(epoch.epoch() - 1).losses();
      for (Map.Entry<String, Double> loss : epoch.losses().entrySet()) {
        Double other = found.get(loss.getKey());
        if (other == null || !allow(loss.getValue(), other)) {
          return Optional.of(
              Finding.of(
                  Kind.DIVERGED,
                  where + ": epoch " + epoch.epoch() + ", " + loss.getKey(),
                  other == null ? "none" : Json.canonical(other),
                  String.format(
                      Locale.ROOT,
                      "%s within %s plus %s of it, the tolerances of archive.json",
                      Json.canonical(loss.getValue()),
                      Json.canonical(absolute),
                      Json.canonical(relative)),
                  "Of a tolerant backend only nearness is asked: look for what changed, or widen"
                      + " the tolerances if the hardware did."));
        }
      }
    }
    return Optional.empty();
  }

  private boolean allow(double archived, double found) {
    return Math.abs(found - archived) <= absolute + relative * Math.abs(archived);
  }
}
