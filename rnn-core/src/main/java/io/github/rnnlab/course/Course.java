package io.github.rnnlab.course;

import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The course of a run so far, in stretches of steps: those of the links of its digest chain.
 * Immutable, so any number of threads may share it.
 *
 * @param stretches the norms of each stretch that has ended
 * @param open the norms of the stretch that has not
 * @param texts what the model wrote, by ascending step
 */
public record Course(List<GradientNorms> stretches, GradientNorms open, List<EarlyText> texts) {
  /** The course of a run before its first step. */
  public static final Course START = unrecorded(0);

  /** Refuses null and copies the lists. */
  public Course {
    stretches = List.copyOf(stretches);
    Objects.requireNonNull(open, "open");
    texts = List.copyOf(texts);
  }

  /** Returns a course of some ended stretches, of which nothing is known. */
  public static Course unrecorded(int stretches) {
    return new Course(
        Collections.nCopies(stretches, GradientNorms.NONE), GradientNorms.NONE, List.of());
  }
}
