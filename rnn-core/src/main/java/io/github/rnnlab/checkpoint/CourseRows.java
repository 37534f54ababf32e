package io.github.rnnlab.checkpoint;

import io.github.rnnlab.course.Course;
import io.github.rnnlab.course.EarlyText;
import io.github.rnnlab.course.GradientNorms;
import io.github.rnnlab.safetensors.Safetensors.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The norms of a {@link Course} as {@link ByteRows}, those of the open stretch last: the count as a
 * long, the sum and the greatest as doubles.
 */
final class CourseRows {
  private static final ByteRows ROWS = new ByteRows(Long.BYTES + 2 * Double.BYTES);

  private CourseRows() {}

  /** Returns the norms as a tensor of shape (stretches + 1, 12). */
  static Tensor of(Course course) {
    List<GradientNorms> all = new ArrayList<>(course.stretches());
    all.add(course.open());
    return ROWS.of(
        all,
        (norms, row) ->
            row.putLong(norms.count()).putDouble(norms.sum()).putDouble(norms.greatest()));
  }

  /** Returns whether a tensor has the shape of the norms of a course. */
  static boolean fits(Tensor rows) {
    return ROWS.fits(rows) && rows.shape().get(0) > 0;
  }

  /** Returns the course of a tensor that {@link #fits}. */
  static Course read(Tensor rows, List<EarlyText> texts) {
    List<GradientNorms> all =
        ROWS.read(
            rows,
            (index, row) -> new GradientNorms(row.getLong(), row.getDouble(), row.getDouble()));
    int ended = all.size() - 1;
    return new Course(all.subList(0, ended), all.get(ended), texts);
  }
}
