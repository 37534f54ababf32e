package io.github.rnnlab.archive;

import io.github.rnnlab.archive.Finding.Kind;
import io.github.rnnlab.chain.Link;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.record.StepLoss;
import io.github.rnnlab.record.TestLoss;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The allowed deviation of a tolerant backend's loss from the archived one: at most {@code absolute
 * + relative * |archived|}.
 *
 * @param absolute in nats per token
 * @param relative as a share of the archived loss
 */
public record Tolerances(double absolute, double relative) {
  /** The tolerances of a new archive; its owner may edit them. */
  public static final Tolerances DEFAULT = new Tolerances(0.001, 0.005);

  /** Describes these tolerances, such as {@code within 0.001 plus 0.005 of each}. */
  public String within() {
    return String.format(
        Locale.ROOT,
        "within %s plus %s of each",
        Json.canonical(absolute),
        Json.canonical(relative));
  }

  /** Returns whether both values are finite and not negative. */
  boolean isPossible() {
    return absolute >= 0 && relative >= 0 && Double.isFinite(absolute + relative);
  }

  /**
   * Returns the first loss beyond these tolerances. Values that follow from the inputs without
   * training must be equal. Runs that ended early, maybe after different epochs, are compared over
   * those that both have, and by the losses on the test text.
   *
   * @param where names the archived report in the message
   */
  public Optional<Finding> firstBeyond(RunReport archived, RunReport fresh, String where) {
    return Divergence.ofShape(archived, fresh, where)
        .or(() -> firstLossBeyond(archived, fresh, where));
  }

  /**
   * Compares the loss of a link with the archived one of the same step.
   *
   * @param where names the archived report in the message
   */
  public Optional<Finding> beyond(Link archived, Link fresh, String where) {
    return beyond(
        archived.loss(),
        fresh.loss(),
        String.format(Locale.ROOT, "%s: up to step %,d, mean loss", where, archived.step()));
  }

  private Optional<Finding> firstLossBeyond(RunReport archived, RunReport fresh, String where) {
    for (EpochRecord epoch : Divergence.common(archived, fresh)) {
      Map<String, Double> found = fresh.epochs().get(epoch.epoch() - 1).losses();
      for (Map.Entry<String, Double> loss : epoch.losses().entrySet()) {
        String place = where + ": epoch " + epoch.epoch() + ", " + loss.getKey();
        Optional<Finding> beyond = beyond(loss.getValue(), found.get(loss.getKey()), place);
        if (beyond.isPresent()) {
          return beyond;
        }
      }
    }
    return firstOfStepsBeyond(archived, fresh, where).or(() -> ofTest(archived, fresh, where));
  }

  private Optional<Finding> firstOfStepsBeyond(RunReport archived, RunReport fresh, String where) {
    List<StepLoss> losses = Objects.requireNonNullElse(archived.stepLosses(), List.of());
    List<StepLoss> found = Objects.requireNonNullElse(fresh.stepLosses(), List.of());
    for (int i = 0; i < Math.min(losses.size(), found.size()); i++) {
      String place = where + ": stepLosses, step " + losses.get(i).step();
      Optional<Finding> beyond =
          beyond(losses.get(i).validationLoss(), found.get(i).validationLoss(), place);
      if (beyond.isPresent()) {
        return beyond;
      }
    }
    return Optional.empty();
  }

  private Optional<Finding> ofTest(RunReport archived, RunReport fresh, String where) {
    TestLoss loss = archived.test();
    TestLoss other = fresh.test();
    if (loss == null) {
      return Optional.empty();
    }
    return beyond(loss.loss(), other == null ? null : other.loss(), where + ": test, loss")
        .or(
            () ->
                beyond(
                    loss.streamingLoss(),
                    other == null ? null : other.streamingLoss(),
                    where + ": test, streamingLoss"));
  }

  private Optional<Finding> beyond(
      @Nullable Double archived, @Nullable Double found, String place) {
    return archived == null || (found != null && allow(archived, found))
        ? Optional.empty()
        : Optional.of(finding(place, archived, found));
  }

  private Finding finding(String place, double archived, @Nullable Double found) {
    return Finding.of(
        Kind.DIVERGED,
        place,
        found == null ? "none" : Json.canonical(found),
        String.format(
            Locale.ROOT,
            "%s within %s plus %s of it, the tolerances of archive.json",
            Json.canonical(archived),
            Json.canonical(absolute),
            Json.canonical(relative)),
        "Of a tolerant backend only nearness is asked: look for what changed, or widen the"
            + " tolerances if the hardware did.");
  }

  private boolean allow(double archived, double found) {
    return Math.abs(found - archived) <= absolute + relative * Math.abs(archived);
  }
}
