package io.github.rnnlab.stage;

/**
 * Whether a goal has anything to do.
 *
 * @param state the state of the run directory
 * @param detail for {@link State#FRESH}, the SHA-256 of {@code report.json}, or empty if only
 *     preparation was checked; for {@link State#STALE}, the reason; otherwise empty
 */
public record Freshness(State state, String detail) {
  /** The state of a run directory. */
  public enum State {
    /** Complete and made from the same config, inputs, numerics and version. */
    FRESH,
    /** Made from something else, damaged or incomplete. */
    STALE,
    /** Nothing has finished. */
    MISSING,
    /** Known to the worker alone, because the library of a tolerant backend counts. */
    UNKNOWN
  }

  static Freshness fresh(String report) {
    return new Freshness(State.FRESH, report);
  }

  static Freshness stale(String reason) {
    return new Freshness(State.STALE, reason);
  }

  static Freshness missing() {
    return new Freshness(State.MISSING, "");
  }

  static Freshness unknown() {
    return new Freshness(State.UNKNOWN, "");
  }

  /** Returns whether there is nothing to do. */
  public boolean isFresh() {
    return state == State.FRESH;
  }

  /** Describes a fresh run, such as {@code is up to date (report 8691278d…)}. */
  public String upToDate() {
    return detail.isEmpty()
        ? "is prepared and up to date"
        : "is up to date (report " + shortened(detail) + ")";
  }

  /** Returns the first digits of a hash. */
  static String shortened(String sha256) {
    return sha256.length() == 64 ? sha256.substring(0, 8) + "…" : sha256;
  }
}
