package io.github.rnnlab.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.chart.ParallelCoordinates.Axis;
import io.github.rnnlab.chart.ParallelCoordinates.Line;
import io.github.rnnlab.chart.ParallelCoordinates.Mark;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParallelCoordinatesTest {
  @Test
  void leavesOutMarksThatWouldOverlap() {
    List<Mark> marks =
        List.of(
            new Mark("least", 0),
            new Mark("beside-it", 0.05),
            new Mark("middle", 0.5),
            new Mark("below-most", 0.95),
            new Mark("most", 1));
    assertThat(draw(marks))
        .contains(">least<", ">middle<", ">most<")
        .doesNotContain("beside-it", "below-most");
  }

  @Test
  void keepsTheMarkOfASingleValueAndHostileNamesAsText() {
    assertThat(draw(List.of(new Mark("<b>", 0.5))))
        .contains(">&lt;b&gt;<", "<title>&lt;i&gt;</title>")
        .doesNotContain("<b>", "<i>");
    assertThat(draw(List.of())).contains("width=\"960.0\" height=\"330.0\"");
  }

  private static String draw(List<Mark> marks) {
    return ParallelCoordinates.draw(
        "title", List.of(new Axis("key", marks)), List.of(new Line("<i>", List.of(0.5))));
  }
}
