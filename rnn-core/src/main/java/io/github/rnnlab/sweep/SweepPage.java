package io.github.rnnlab.sweep;

import io.github.rnnlab.Decimal;
import io.github.rnnlab.Printable;
import io.github.rnnlab.chart.ParallelCoordinates;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.page.Curves;
import io.github.rnnlab.page.Html;
import io.github.rnnlab.page.Page;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.record.RunReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code sweep.html}: the best trials, what each key did, curves, and all trials. */
final class SweepPage {
  private static final int MOST_BEST = 10;
  private static final int MOST_CURVES = 12;
  private static final int MOST_LINES = 500;
  private static final String UNIT = "bits per character";

  private final SweepReport report;
  private final Path sweep;

  private SweepPage(SweepReport report, Path sweep) {
    this.report = report;
    this.sweep = sweep;
  }

  static String of(SweepReport report, Path sweep) {
    return new SweepPage(report, sweep).page();
  }

  private String page() {
    Page page = new Page(report.name() + ", a sweep of " + report.base());
    List<TrialResult> ranked = report.ranked();
    page.add("<p>" + Html.line(summary()) + "</p>\n");
    if (!ranked.isEmpty()) {
      page.section(
          "best",
          "Best trials",
          trials("The best " + Math.min(MOST_BEST, ranked.size()), best(ranked, MOST_BEST)));
      if (!report.effects().isEmpty()) {
        page.section("effects", "What each key did", effects());
      }
      page.section(
          "curves",
          "Curves",
          page.chart(curves(ranked), "<p>The curves need JavaScript; the tables do not.</p>"));
      if (!report.keys().isEmpty() && ranked.size() > 1) {
        page.section("coordinates", "Parallel coordinates", coordinates(ranked));
      }
    }
    page.section("trials", "All trials", trials("A heading sorts the trials", report.trials()));
    if (!report.failures().isEmpty()) {
      page.section("failures", "Failed runs", failures());
    }
    return page.end();
  }

  private String summary() {
    long runs = report.trials().stream().mapToLong(trial -> trial.runs().size()).sum();
    String text =
        String.format(
            Locale.ROOT,
            "%,d trials, %,d runs, %,d of them failed.",
            report.trials().size(),
            runs,
            report.failures().size());
    return report.rungs() == null
        ? text
        : text
            + " By successive halving, trials train for "
            + report.rungs().stream().map(String::valueOf).toList()
            + " epochs; only the best of each rung go on.";
  }

  private static List<TrialResult> best(List<TrialResult> ranked, int most) {
    return ranked.subList(0, Math.min(most, ranked.size()));
  }

  private String trials(String caption, List<TrialResult> trials) {
    List<String> head = new ArrayList<>(List.of("rank", "trial"));
    head.addAll(report.keys());
    head.addAll(List.of("status", "epochs", UNIT, "± over seeds", "runs"));
    StringBuilder rows = new StringBuilder();
    for (TrialResult trial : trials) {
      rows.append("<tr><th scope=\"row\"");
      rows.append(" data-value=\"").append(trial.rank() == null ? "" : trial.rank());
      rows.append("\">").append(trial.rank() == null ? "–" : trial.rank()).append("</th>");
      number(rows, String.valueOf(trial.number()), trial.number());
      report.keys().forEach(key -> value(rows, trial, key));
      rows.append("<td>").append(Html.line(trial.status())).append("</td>");
      Integer epochs = last(trial).epochs();
      number(rows, epochs == null ? "" : String.valueOf(epochs), epochs);
      loss(rows, trial.bitsPerCharacter());
      loss(rows, trial.standardDeviation());
      rows.append("<td>");
      trial.runs().stream()
          .filter(run -> run.rung() == trial.rung())
          .forEach(run -> link(rows, run));
      rows.append("</td></tr>\n");
    }
    return Html.table("sortable", caption, head, rows.toString());
  }

  private static RunResult last(TrialResult trial) {
    return trial.runs().get(trial.runs().size() - 1);
  }

  private static void value(StringBuilder rows, TrialResult trial, String key) {
    String json = trial.values().get(key) == null ? "" : Json.line(trial.values().get(key));
    rows.append("<td class=\"value\" data-value=\"").append(Html.line(json)).append("\">");
    rows.append(Html.line(trial.shown(key))).append("</td>");
  }

  private static void link(StringBuilder rows, RunResult run) {
    String text = "seed " + run.seed();
    if (run.isFinished()) {
      rows.append("<a href=\"runs/").append(run.address()).append("/report.html\">");
      rows.append(text).append("</a> ");
    } else {
      rows.append(text).append(' ');
    }
  }

  private static void loss(StringBuilder rows, @Nullable Double loss) {
    number(rows, loss == null ? "" : Decimal.fixed(loss, 4), loss);
  }

  private static void number(StringBuilder rows, String text, @Nullable Number value) {
    rows.append("<td class=\"number\" data-value=\"").append(value == null ? "" : Json.line(value));
    rows.append("\">").append(Html.line(text)).append("</td>");
  }

  private String effects() {
    StringBuilder html = new StringBuilder();
    html.append("<p>The mean over all trials with a value, whatever their other values are");
    html.append(report.rungs() == null ? "" : ", after the first rung");
    html.append(". Keys with the largest effect come first.</p>\n");
    for (Effect effect : report.effects()) {
      StringBuilder rows = new StringBuilder();
      for (Effect.Level level : effect.levels()) {
        rows.append("<tr><th scope=\"row\">").append(Html.line(level.value())).append("</th>");
        number(rows, String.valueOf(level.trials()), level.trials());
        loss(rows, level.mean());
        loss(rows, level.best());
        rows.append("</tr>\n");
      }
      html.append(
          Html.table(
              "sortable",
              effect.key()
                  + ": the means are up to "
                  + Decimal.fixed(effect.spread(), 4)
                  + " apart",
              List.of("value", "trials", "mean " + UNIT, "best " + UNIT),
              rows.toString()));
    }
    return html.toString();
  }

  /** Returns the curves of the first seed of the best trials. */
  private Curves curves(List<TrialResult> ranked) {
    List<Curves.Series> series = new ArrayList<>();
    for (TrialResult trial : best(ranked, MOST_CURVES)) {
      RunResult run =
          trial.runs().stream()
              .filter(each -> each.rung() == trial.rung())
              .findFirst()
              .orElseThrow();
      RunReport trained =
          RunReport.read(new RunFiles(sweep.resolve("runs").resolve(run.address())).report());
      boolean validated = run.validationLoss() != null;
      List<Curves.Point> points = new ArrayList<>();
      for (EpochRecord epoch : trained.epochs()) {
        Double bits = RunResult.bits(epoch, validated);
        if (bits != null) {
          points.add(new Curves.Point(epoch.epoch(), List.of(bits), null));
        }
      }
      String name = trial.rank() + ": " + trial.label() + (validated ? "" : " (training)");
      series.add(new Curves.Series(Printable.line(name), null, points));
    }
    return new Curves("Loss by epoch", "epoch", List.of(UNIT), series);
  }

  private String coordinates(List<TrialResult> ranked) {
    List<TrialResult> shown = best(ranked, MOST_LINES);
    List<Scale> scales = new ArrayList<>();
    for (String key : report.keys()) {
      scales.add(Scale.ofValues(shown, key));
    }
    scales.add(Scale.ofLosses(shown));
    List<ParallelCoordinates.Line> lines = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      List<Double> places = new ArrayList<>();
      for (Scale scale : scales) {
        places.add(scale.places().get(i));
      }
      TrialResult trial = shown.get(i);
      lines.add(
          new ParallelCoordinates.Line(
              Printable.line(
                  trial.rank() + ": " + trial.label() + ": " + Decimal.fixed(trial.loss(), 4)),
              places));
    }
    return "<p>Each line is a trial; the marked one is the best. The last axis is the loss in "
        + UNIT
        + ", the least at the bottom.</p>\n<figure><div class=\"wide plot\" tabindex=\"0\""
        + " role=\"group\" aria-label=\"Parallel coordinates\">\n"
        + ParallelCoordinates.draw(
            "Values and losses of the trials", scales.stream().map(Scale::axis).toList(), lines)
        + "</div></figure>\n";
  }

  private String failures() {
    StringBuilder html = new StringBuilder();
    for (TrialResult trial : report.trials()) {
      for (RunResult run : trial.runs()) {
        if (run.message() != null) {
          html.append("<h3>");
          html.append(Html.line("Trial " + trial.number() + ", " + trial.label()));
          html.append(", seed ").append(run.seed()).append("</h3>\n");
          html.append(Html.block(run.message()));
        }
      }
    }
    return html.toString();
  }
}
