package io.github.rnnlab.report;

import io.github.rnnlab.file.Json;
import io.github.rnnlab.page.Curves;
import io.github.rnnlab.page.Html;
import io.github.rnnlab.page.Page;
import io.github.rnnlab.record.EpochRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code index.html}: all runs of a directory, with their losses, each with a link to its page. */
final class RunsPage {
  private RunsPage() {}

  /**
   * Returns the page.
   *
   * @param runs the runs, which may be none
   * @param remarks sentences about records that are left out
   */
  static String of(List<ShownRun> runs, List<String> remarks) {
    Page page = new Page(runs.size() == 1 ? "1 run" : runs.size() + " runs");
    if (!runs.isEmpty()) {
      page.add(table(runs));
      page.add(page.chart(chart(runs), "<p>The curves need JavaScript; the table does not.</p>"));
    } else {
      page.add("<p>No run has finished yet. <code>mvn rnn:train</code> makes one.</p>\n");
    }
    if (!remarks.isEmpty()) {
      page.add("<h2>Left out</h2>\n<ul>\n");
      remarks.forEach(remark -> page.add("<li>" + Html.line(remark) + "</li>\n"));
      page.add("</ul>\n");
    }
    return page.end();
  }

  private static String table(List<ShownRun> runs) {
    StringBuilder rows = new StringBuilder();
    for (ShownRun shown : runs) {
      ListedRun run = shown.listed();
      rows.append("<tr><th scope=\"row\"><a href=\"").append(Html.text(run.page()));
      rows.append("\">").append(Html.line(run.label())).append("</a>");
      if (run.description() != null && !run.description().isBlank()) {
        rows.append("<small>").append(Html.line(run.description())).append("</small>");
      }
      rows.append("</th>");
      rows.append("<td class=\"name\">").append(Html.line(run.cell())).append("</td>");
      number(rows, String.format(Locale.ROOT, "%,d", run.parameters()), run.parameters());
      number(rows, String.valueOf(run.epochs()), run.epochs());
      loss(rows, run.trainingLoss());
      loss(rows, run.validationLoss());
      loss(rows, run.bitsPerCharacter());
      loss(rows, run.testLoss());
      Double speed = run.charactersPerSecond();
      number(
          rows, speed == null ? "" : String.format(Locale.ROOT, "%,d", Math.round(speed)), speed);
      rows.append("</tr>\n");
    }
    return Html.table(
        "sortable",
        "Losses in nats per token; a heading sorts the runs",
        ListedRun.headingsAnd("characters per second"),
        rows.toString());
  }

  private static void loss(StringBuilder rows, @Nullable Double loss) {
    number(rows, loss == null ? "" : RunRecord.fixed(loss), loss);
  }

  /** Adds a number as readers see it, which the script sorts by its value. */
  private static void number(StringBuilder rows, String text, @Nullable Number value) {
    rows.append("<td class=\"number\" data-value=\"").append(value == null ? "" : Json.line(value));
    rows.append("\">").append(Html.line(text)).append("</td>");
  }

  /**
   * Returns the validation losses in bits per character, of a run without any the training losses.
   */
  private static Curves chart(List<ShownRun> runs) {
    List<Curves.Series> series = new ArrayList<>();
    for (ShownRun shown : runs) {
      boolean validated = shown.run().best().isPresent();
      List<Curves.Point> points = new ArrayList<>();
      Function<EpochRecord, @Nullable Double> bitsOf =
          validated
              ? EpochRecord::validationBitsPerCharacter
              : EpochRecord::trainingBitsPerCharacter;
      for (EpochRecord epoch : new LossCurves(shown.run().report()).shown()) {
        Double bits = bitsOf.apply(epoch);
        if (bits != null) {
          points.add(new Curves.Point(epoch.epoch(), List.of(bits), null));
        }
      }
      String name = shown.label() + (validated ? "" : " (training)");
      series.add(new Curves.Series(name, null, points));
    }
    return new Curves("Validation loss by epoch", "epoch", List.of("bits per character"), series);
  }
}
