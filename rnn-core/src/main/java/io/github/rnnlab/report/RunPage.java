package io.github.rnnlab.report;

import io.github.rnnlab.Decimal;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.page.Html;
import io.github.rnnlab.page.Page;
import io.github.rnnlab.record.ConfigValues;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.record.TestLoss;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code report.html}: what a run was made from, what it computed, and what its model writes. The
 * page depends on the files of the run alone. No hash covers it, and it can be made again at any
 * time. Not safe for use by several threads.
 */
public final class RunPage {
  /** The largest loss, in nats, whose perplexity is a number of a size to show. */
  private static final double MOST_NATS = 20;

  private final RunRecord run;
  private final RunReport report;
  private final Page page;

  private RunPage(RunRecord run) {
    this.run = run;
    this.report = run.report();
    this.page = new Page(report.name());
  }

  /**
   * Writes the page of a finished run.
   *
   * @param run the files of the run, or of its archive, which has no environment
   * @param target the file of the page, such as {@link RunFiles#page()}
   * @throws io.github.rnnlab.InvalidInputException if the report is missing, or if a file of the
   *     record is broken
   * @throws io.github.rnnlab.BrokenRunException if a file cannot be read or written
   */
  public static void write(RunFiles run, Path target) {
    AtomicFile.write(target, of(RunRecord.read(run)));
  }

  static String of(RunRecord run) {
    return new RunPage(run).html();
  }

  private String html() {
    return page.add("<p>" + Html.line(summary()) + "</p>\n")
        .add(tiles())
        .section("losses", "Losses", losses())
        .section("course", "Learning rate and gradient", course())
        .section("samples", "What the model writes", SampleSection.of(run))
        .section("config", "Config", ConfigSection.of(run.settings().values()))
        .section("hashes", "Hashes, and how to verify them", HashSection.of(run))
        .section("environment", "Environment", environment())
        .end();
  }

  private String summary() {
    RunReport.Corpus corpus = report.corpus();
    String layers = run.value("model.layers");
    String length = String.format(Locale.ROOT, "%,d characters", corpus.characters());
    return String.format(
        Locale.ROOT,
        "%s model of %s with %s units%s, trained for %s on a text of %s. It predicts the next"
            + " of %,d %ss.",
        cell(),
        layers.equals("1") ? "one layer" : layers + " layers",
        run.value("model.hiddenSize"),
        layers.equals("1") ? "" : " each",
        epochs(),
        corpus.tokens() == null
            ? length
            : counted(corpus.tokens(), report.token()) + " (" + length + ")",
        corpus.vocabularySize(),
        report.token());
  }

  /** Returns how many epochs training took, which may have stopped early. */
  private String epochs() {
    String configured = run.value("training.epochs");
    String taken = counted(report.epochs().size(), "epoch");
    return configured.equals(String.valueOf(report.epochs().size())) || configured.isEmpty()
        ? taken
        : taken + " of " + configured;
  }

  private String cell() {
    return switch (run.value("model.cell")) {
      case "lstm" -> "An LSTM";
      case "gru" -> "A GRU";
      default -> "A vanilla RNN";
    };
  }

  private static String counted(long count, String what) {
    return String.format(Locale.ROOT, count == 1 ? "%,d %s" : "%,d %ss", count, what);
  }

  private String tiles() {
    StringBuilder tiles = new StringBuilder("<dl class=\"tiles\">\n");
    String unit = "nats per " + report.token();
    Optional<EpochRecord> best = run.best();
    if (best.isPresent()) {
      double loss = Objects.requireNonNull(best.get().validationLoss());
      tile(
          tiles,
          "Least validation loss",
          RunRecord.fixed(loss),
          unit,
          bits(best.get().validationBitsPerCharacter()),
          "after epoch " + best.get().epoch() + " of " + run.last().epoch());
      if (loss < MOST_NATS) {
        String perplexity = Decimal.fixed(StrictMath.exp(loss), 2);
        tile(tiles, "Perplexity", perplexity, "per " + report.token() + ", held-out text");
      }
    }
    TestLoss test = report.test();
    if (test != null) {
      tile(
          tiles,
          "Test loss",
          RunRecord.fixed(test.loss()),
          unit,
          bits(test.bitsPerCharacter()),
          "weights after epoch " + test.epoch());
    }
    tile(
        tiles,
        "Final training loss",
        RunRecord.fixed(run.last().trainingLoss()),
        unit,
        bits(run.last().trainingBitsPerCharacter()));
    tile(
        tiles,
        "Parameters",
        String.format(Locale.ROOT, "%,d", report.parameters()),
        counted(report.steps(), "step") + " in batches of " + run.value("training.batchSize"));
    tile(
        tiles,
        "Learning rate",
        run.value("training.optimizer.learningRate"),
        run.value("training.optimizer.type") + ", " + run.value("training.schedule.type"));
    if (run.environment().get("charactersPerSecond") instanceof Number speed
        && run.environment().get("seconds") instanceof Number seconds) {
      tile(
          tiles,
          "Speed",
          String.format(Locale.ROOT, "%,d", Math.round(speed.doubleValue())),
          "characters per second",
          Decimal.fixed(seconds.doubleValue(), 1) + " seconds in all");
    }
    return tiles.append("</dl>\n").toString();
  }

  private String bits(@Nullable Double perCharacter) {
    String perToken = report.token().equals("character") ? "" : " per character";
    return RunRecord.fixed(perCharacter) + " bits" + perToken;
  }

  private static void tile(StringBuilder tiles, String name, String value, String... more) {
    tiles.append("<div><dt>").append(Html.line(name)).append("</dt><dd>");
    tiles.append(Html.line(value)).append("</dd>");
    for (String line : more) {
      tiles.append("<dd>").append(Html.line(line)).append("</dd>");
    }
    tiles.append("</div>\n");
  }

  private String losses() {
    LossCurves curves = new LossCurves(report);
    return page.chart(curves.chart(), "<p>The curves need JavaScript; the table does not.</p>")
        + "<p class=\"quiet\">The pointer, or the arrow keys on the selected chart, read the values."
        + " The training loss of an epoch is the mean over its predictions, each made before the"
        + " step that learned from it.</p>\n"
        + "<details>\n<summary>The losses as a table</summary>\n"
        + lossTable(curves.shown())
        + "</details>\n";
  }

  private String course() {
    CourseCurves curves = new CourseCurves(run);
    StringBuilder html = new StringBuilder();
    curves
        .learningRate()
        .ifPresentOrElse(
            rate -> html.append(page.chart(rate, "<p>The curve needs JavaScript.</p>")),
            () ->
                html.append("<p>The learning rate is ")
                    .append(Html.line(run.value("training.optimizer.learningRate")))
                    .append(", with the schedule ")
                    .append(Html.line(run.value("training.schedule.type")))
                    .append(".</p>\n"));
    curves
        .gradientNorm()
        .ifPresent(
            norm ->
                html.append(
                        page.chart(
                            norm,
                            "<p>The curves need JavaScript; gradient-norms.csv does not.</p>"))
                    .append("<p class=\"quiet\">The mean and the greatest norm of each stretch of")
                    .append(" steps, of which at most 8 are measured.</p>\n"));
    return html.toString();
  }

  private String lossTable(List<EpochRecord> epochs) {
    List<String> names = List.copyOf(run.last().losses().keySet());
    List<String> head = new ArrayList<>(List.of("epoch"));
    head.addAll(names);
    List<List<String>> rows = new ArrayList<>();
    for (EpochRecord epoch : epochs) {
      List<String> row = new ArrayList<>(List.of(String.valueOf(epoch.epoch())));
      Map<String, Double> losses = epoch.losses();
      for (String name : names) {
        Double loss = losses.get(name);
        row.add(loss == null ? "" : Decimal.fixed(loss, 6));
      }
      rows.add(row);
    }
    return Html.table(
        (epochs.size() == report.epochs().size()
                ? "Losses after each epoch, in nats per "
                : "Losses after some epochs (loss.csv has all), in nats per ")
            + report.token()
            + " unless the heading says otherwise",
        head,
        rows);
  }

  private String environment() {
    if (run.environment().isEmpty()) {
      return "<p>This record has none, because it may differ between runs with equal reports.</p>\n";
    }
    List<List<String>> rows = new ArrayList<>();
    ConfigValues.flat(run.environment())
        .forEach((key, value) -> rows.add(List.of(key, RunRecord.unquoted(value))));
    return Html.table(
        "What may differ between runs with equal reports", List.of("key", "value"), rows);
  }
}
