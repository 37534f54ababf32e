package io.github.rnnlab.compare;

import io.github.rnnlab.Decimal;
import io.github.rnnlab.chart.LineChart;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.record.ConfigValues;
import io.github.rnnlab.record.EpochRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Experiments side by side: the keys that differ, the losses, and whether a difference of losses
 * exceeds the spread over seeds. Its JSON is {@code compare.json}.
 *
 * @param schema the version of this format
 * @param measure the loss of the gaps: {@code validationLoss} if every run has it, otherwise {@code
 *     trainingLoss}; of the last epoch, in nats per token
 * @param token what a model predicts: {@code character}, {@code byte} or {@code word}; {@code
 *     token} if that is not the same in all runs
 * @param runs the runs; the first is the baseline
 * @param differences the keys whose values are not equal in all runs
 * @param gaps the distance of each further run with losses from the first one with losses
 */
public record Comparison(
    int schema,
    String measure,
    String token,
    List<Run> runs,
    List<ConfigValues.Difference> differences,
    List<Gap> gaps) {
  private static final int SCHEMA = 1;
  private static final String CHARACTER = "character";

  /**
   * One run.
   *
   * @param label names the run
   * @param seeds the number of reports, one per seed
   * @param trainingLoss of the last epoch
   * @param validationLoss of the last epoch, over windows
   * @param streamingLoss of the last epoch, over the held-out text as one stream
   * @param best the lowest mean of the measure over all seeds
   * @param curve the mean of the measure after each epoch
   * @param remarks sentences for the reader
   */
  public record Run(
      String label,
      int seeds,
      @Nullable LossOverSeeds trainingLoss,
      @Nullable LossOverSeeds validationLoss,
      @Nullable LossOverSeeds streamingLoss,
      LineChart.@Nullable Point best,
      List<LineChart.Point> curve,
      List<String> remarks) {}

  /** Compares at least one experiment. */
  public static Comparison of(List<ComparedExperiment> compared) {
    List<ComparedExperiment> withLosses =
        compared.stream().filter(run -> !run.reports().isEmpty()).toList();
    boolean validated =
        withLosses.stream().allMatch(run -> run.last(EpochRecord::validationLoss) != null);
    Function<EpochRecord, @Nullable Double> measure =
        validated ? EpochRecord::validationLoss : EpochRecord::trainingLoss;
    List<Run> runs = new ArrayList<>();
    for (ComparedExperiment run : compared) {
      List<LineChart.Point> curve = run.curve(measure);
      runs.add(
          new Run(
              run.label(),
              run.reports().size(),
              run.last(EpochRecord::trainingLoss),
              run.last(EpochRecord::validationLoss),
              run.last(EpochRecord::streamingLoss),
              best(curve).orElse(null),
              curve,
              remarks(run, withLosses)));
    }
    List<Gap> gaps = new ArrayList<>();
    for (int i = 1; i < withLosses.size(); i++) {
      gaps.add(Gap.between(withLosses.get(0), withLosses.get(i), measure));
    }
    return new Comparison(
        SCHEMA,
        validated ? "validationLoss" : "trainingLoss",
        token(withLosses),
        List.copyOf(runs),
        ConfigValues.differences(compared.stream().map(ComparedExperiment::values).toList()),
        List.copyOf(gaps));
  }

  /** Returns the remarks of a run, and another one if its bits are not those of the first run. */
  private static List<String> remarks(ComparedExperiment run, List<ComparedExperiment> withLosses) {
    List<String> remarks = new ArrayList<>(run.remarks());
    if (withLosses.contains(run) && !run.backend().equals(withLosses.get(0).backend())) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "not compared bit by bit with %s: it is by %s; the other is by %s.",
              withLosses.get(0).label(),
              run.backend(),
              withLosses.get(0).backend()));
    }
    return List.copyOf(remarks);
  }

  private static String token(List<ComparedExperiment> withLosses) {
    List<String> tokens =
        withLosses.stream().map(run -> run.reports().get(0).token()).distinct().toList();
    return tokens.isEmpty() ? CHARACTER : tokens.size() == 1 ? tokens.get(0) : "token";
  }

  /** Returns whether every loss is one per character. */
  boolean isOfCharacters() {
    return token.equals(CHARACTER);
  }

  /** Returns the name of the compared losses. */
  String measureInWords() {
    return measure.equals("validationLoss") ? "Validation loss" : "Training loss";
  }

  private static Optional<LineChart.Point> best(List<LineChart.Point> curve) {
    return curve.stream().min(Comparator.comparingDouble(LineChart.Point::loss));
  }

  /** Writes {@code compare.json}, {@code compare.md}, {@code compare.html} and {@code loss.svg}. */
  public void write(Path directory) {
    AtomicFile.write(directory.resolve("compare.json"), Json.pretty(this));
    AtomicFile.write(directory.resolve("compare.md"), markdown());
    AtomicFile.write(directory.resolve("compare.html"), ComparisonPage.of(this));
    AtomicFile.write(directory.resolve("loss.svg"), OverlayChart.of(this));
  }

  /** Returns the comparison as lines for a log. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(table().aligned());
    lines.addAll(sentences());
    return lines;
  }

  /** Returns the comparison as GitHub's Markdown: a heading, a table and sentences below it. */
  public String markdown() {
    StringBuilder text = new StringBuilder("### ").append(title()).append("\n\n");
    text.append(table().markdown());
    for (String sentence : sentences()) {
      text.append("\n- ").append(Table.markdown(sentence));
    }
    return text.append(sentences().isEmpty() ? "" : "\n").toString();
  }

  String title() {
    return runs.size() == 1 ? "1 run" : runs.size() + " runs compared";
  }

  /**
   * Returns the keys that differ and the losses, with a column per run, or a row per run if there
   * are many.
   */
  Table table() {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    differences.forEach(
        difference ->
            lines.put(
                difference.key(), difference.values().stream().map(Comparison::brief).toList()));
    lines.put("final training loss", cells(run -> describe(run.trainingLoss())));
    if (runs.stream().anyMatch(run -> run.validationLoss() != null)) {
      lines.put("final validation loss", cells(run -> describe(run.validationLoss())));
    }
    if (runs.stream().anyMatch(run -> run.streamingLoss() != null)) {
      lines.put("final streaming loss", cells(run -> describe(run.streamingLoss())));
    }
    String best = measure.equals("validationLoss") ? "validation" : "training";
    lines.put("best " + best + " loss", cells(run -> describe(run.best())));
    return Table.of(cells(Run::label), lines);
  }

  /** Returns the sentences below the table: gaps, then remarks. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    gaps.forEach(gap -> sentences.add(gap.sentence(measure, token)));
    for (Run run : runs) {
      run.remarks().forEach(remark -> sentences.add(run.label() + ": " + remark));
    }
    sentences.replaceAll(Table::oneLine);
    return sentences;
  }

  private List<String> cells(Function<Run, String> cellOf) {
    return runs.stream().map(cellOf).toList();
  }

  private static String describe(@Nullable LossOverSeeds losses) {
    return losses == null ? "none" : losses.describe();
  }

  private static String describe(LineChart.@Nullable Point best) {
    return best == null ? "none" : Decimal.fixed(best.loss(), 4) + " in epoch " + best.epoch();
  }

  /** Shortens a hash, whose first digits are enough to show a difference. */
  private static String brief(String value) {
    return value.matches("[0-9a-f]{64}") ? value.substring(0, 12) : value;
  }
}
