package io.github.rnnlab.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Successive halving (Jamieson and Talwalkar, "Non-stochastic best arm identification and
 * hyperparameter optimization", AISTATS 2016): all trials train for few epochs, and only the best
 * of each rung train for more.
 *
 * @param fromEpochs the least epochs of the first rung
 * @param factor how many times as many epochs the next rung has, and how few of the trials
 */
public record Halving(int fromEpochs, int factor) {
  /**
   * Returns the epochs of each rung, ascending, up to those of the whole run: each rung has the
   * next one's divided by the factor, without a remainder.
   *
   * @param epochs of the whole run
   */
  public List<Integer> rungs(int epochs) {
    List<Integer> rungs = new ArrayList<>(List.of(epochs));
    for (int fewer = epochs / factor; fewer >= fromEpochs; fewer /= factor) {
      rungs.add(fewer);
    }
    Collections.reverse(rungs);
    return List.copyOf(rungs);
  }

  /** Returns how many of some trials train on, at least one. */
  public int kept(int trials) {
    return Math.max(1, (trials + factor - 1) / factor);
  }
}
