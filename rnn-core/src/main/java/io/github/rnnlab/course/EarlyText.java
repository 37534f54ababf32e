package io.github.rnnlab.course;

import java.util.Objects;

/**
 * What a model wrote before the end of its training. Immutable, so any number of threads may share
 * it.
 *
 * @param step of the run, after which it wrote
 * @param epoch of the step
 * @param text the prompt and what followed it
 */
public record EarlyText(long step, int epoch, String text) {
  /** Refuses null. */
  public EarlyText {
    Objects.requireNonNull(text, "text");
  }
}
