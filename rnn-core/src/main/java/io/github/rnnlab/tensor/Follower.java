package io.github.rnnlab.tensor;

import java.util.function.Consumer;

/**
 * What is to be done beside a recurrence: first what needs none of its rows, then what is to be
 * done with the rows as they become known. A backend may have it done by another thread while the
 * recurrence goes on with later steps.
 */
@FunctionalInterface
public interface Follower {
  /** Does nothing. */
  Follower NONE = (backend, first, last) -> {};

  /** Returns one that begins with something and then does with the rows what another does. */
  static Follower of(Consumer<Backend> beginning, Follower rows) {
    return new Follower() {
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
   * Comes once, before all rows.
   *
   * @param backend what to compute with in this call
   */
  default void begin(Backend backend) {}

  /**
   * Takes some rows. Every row comes once, and calls follow each other in the order in which the
   * recurrence takes its steps. Where the cuts are differs from run to run, so results must not
   * depend on it. Rows that are not among these, nor were before, are still being written.
   *
   * @param backend what to compute with in this call, instead of the one that was given the
   *     recurrence; it takes the same matrices
   * @param first the first row, counted from that of the first step's first sequence
   * @param last the row after the last; whole steps, and none if the recurrence has none
   */
  void follow(Backend backend, int first, int last);
}
