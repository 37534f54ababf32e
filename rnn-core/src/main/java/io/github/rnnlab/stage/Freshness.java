package io.github.rnnlab.stage;

/**
 * Whether a goal has anything to do.
 *
 * @param state what was found
 * @param detail for {@link State#FRESH} the SHA-256 of {@code report.json}, empty where only the
 *     preparation was asked for; for {@link State#STALE} in a few words why it is done again; else
 *     empty
 */
public record Freshness(State state, String detail) {
  /** What a run directory holds, compared with what a run would make. */
  public enum State {
    /** All of it, from the same config, inputs, numerics and version. */
    FRESH,
    /** Something else. */
    STALE,
    /** Nothing that was finished. */
    MISSING
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

  /** Whether there is nothing to do. */
  public boolean isFresh() {
    return state == State.FRESH;
  }

  /** Says, such as {@code is up to date (report 8691278d…)}, that there is nothing to do. */
  public String upToDate() {
    return detail.isEmpty()
        ? "is prepared and up to date"
        : "is up to date (report " + shortened(detail) + ")";
  }

  /** Shows the first digits of a hash. */
  static String shortened(String sha256) {
    return sha256.length() == 64 ? sha256.substring(0, 8) + "…" : sha256;
  }
}
