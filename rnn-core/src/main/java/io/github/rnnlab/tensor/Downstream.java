package io.github.rnnlab.tensor;

import java.util.function.Consumer;

/**
 * Work that overlaps a recurrence. {@link #begin} runs once, before any row is ready; {@link
 * #follow} receives each range of finished rows. A backend may run it on another thread while the
 * recurrence takes later steps.
 */
@FunctionalInterface
public interface Downstream {
  /** Does nothing. */
  Downstream NONE = (backend, first, last) -> {};

  /** Returns work that runs {@code beginning} once, and then passes the rows to {@code rows}. */
  static Downstream of(Consumer<Backend> beginning, Downstream rows) {
    return new Downstream() {
      @Override
      public void begin(Backend backend) {
        beginning.accept(backend);
      }

      @Override
      public void follow(Backend backend, int first, int last) {
        rows.follow(backend, first, last);
      }
    };
  }

  /**
   * Runs once, before all rows.
   *
   * @param backend computes in this call
   */
  default void begin(Backend backend) {}

  /**
   * Receives finished rows. Every row comes once, in the order in which the recurrence takes its
   * steps. The bounds of the ranges differ from run to run, so results must not depend on them. The
   * recurrence may still be writing rows that have not come yet.
   *
   * @param backend computes in this call, in place of the backend that runs the recurrence; it
   *     accepts the same matrices
   * @param first the first row, counted from that of the first step's first sequence
   * @param last the row after the last; a range covers whole steps, and is empty if the recurrence
   *     has no step
   */
  void follow(Backend backend, int first, int last);
}
