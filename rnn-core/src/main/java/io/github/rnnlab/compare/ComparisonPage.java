package io.github.rnnlab.compare;

import io.github.rnnlab.chart.LineChart;
import io.github.rnnlab.page.Curves;
import io.github.rnnlab.page.Html;
import io.github.rnnlab.page.Page;
import java.util.ArrayList;
import java.util.List;

/** {@code compare.html}: a comparison with its chart in a single file. */
final class ComparisonPage {
  private static final double NATS_PER_BIT = StrictMath.log(2);

  private ComparisonPage() {}

  static String of(Comparison comparison) {
    Page page = new Page(comparison.title());
    page.add(comparison.table().html());
    List<String> sentences = comparison.sentences();
    if (!sentences.isEmpty()) {
      page.add("<ul>\n");
      sentences.forEach(sentence -> page.add("<li>" + Html.line(sentence) + "</li>\n"));
      page.add("</ul>\n");
    }
    List<Curves.Series> series =
        comparison.runs().stream()
            .filter(run -> !run.curve().isEmpty())
            .map(run -> series(run, comparison))
            .toList();
    if (series.isEmpty()) {
      return page.add("<p>No run has losses yet.</p>\n").end();
    }
    String otherwise = "<p>The curves need JavaScript; loss.svg beside this page does not.</p>";
    return page.add(
            page.chart(
                new Curves(comparison.measureInWords(), "epoch", units(comparison), series),
                otherwise))
        .end();
  }

  /** Returns the units: bits per character, too, where a token is a character. */
  private static List<String> units(Comparison comparison) {
    String nats = "nats per " + comparison.token();
    return comparison.isOfCharacters() ? List.of(nats, "bits per character") : List.of(nats);
  }

  private static Curves.Series series(Comparison.Run run, Comparison comparison) {
    List<Curves.Point> points = new ArrayList<>();
    for (LineChart.Point point : run.curve()) {
      List<Double> losses = new ArrayList<>(List.of(point.loss()));
      if (comparison.isOfCharacters()) {
        losses.add(point.loss() / NATS_PER_BIT);
      }
      points.add(new Curves.Point(point.epoch(), losses, null));
    }
    return new Curves.Series(Table.oneLine(run.label()), null, points);
  }
}
