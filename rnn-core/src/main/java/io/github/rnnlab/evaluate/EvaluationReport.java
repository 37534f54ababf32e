package io.github.rnnlab.evaluate;

import io.github.rnnlab.Decimal;
import io.github.rnnlab.corpus.Tokenizer;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.token.Windows;
import io.github.rnnlab.train.Evaluation;
import io.github.rnnlab.train.Streaming;
import java.util.ArrayList;
import java.util.List;

/**
 * How well a model predicts a text.
 *
 * @param experiment the name of the experiment
 * @param text the name of the text: a split of the corpus, or the name of a file
 * @param weightsSha256 the hash of the model's weights
 * @param tokens the length of the text
 * @param streaming the loss with the state carried through the whole text
 * @param windows the loss over windows side by side, each from a state of zeros
 * @param windowLength predictions per window
 * @param windowCount the number of windows; what is left over at the end is not judged in them
 * @param costs every token that was predicted, those first that cost most together
 */
public record EvaluationReport(
    String experiment,
    String text,
    String weightsSha256,
    long tokens,
    Loss streaming,
    Loss windows,
    int windowLength,
    long windowCount,
    List<Cost> costs) {
  /** The most characters in the table for readers. */
  private static final int MOST_ROWS = 20;

  private static final int MOST_NAMED = 5;

  /**
   * A mean loss.
   *
   * @param nats per token
   * @param bitsPerCharacter the same in bits per character
   * @param perplexity the number of equally likely tokens with this loss
   */
  public record Loss(double nats, double bitsPerCharacter, double perplexity) {
    static Loss of(double nats, double tokensPerCharacter) {
      return new Loss(nats, EpochRecord.bits(nats, tokensPerCharacter), StrictMath.exp(nats));
    }
  }

  /**
   * What it costs to predict a token.
   *
   * @param token its text
   * @param count how many of it were predicted
   * @param meanLoss in nats, as one stream
   * @param share of the whole loss, from 0 to 1
   */
  public record Cost(String token, long count, double meanLoss, double share) {}

  /** Copies the costs. */
  public EvaluationReport {
    costs = List.copyOf(costs);
  }

  /**
   * Judges a model.
   *
   * @param text of at least one window
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public static EvaluationReport of(
      String experiment, String name, LanguageModel model, Tokenizer tokenizer, EncodedText text) {
    Windows windows = text.windows();
    CharacterCosts costs = new CharacterCosts(model);
    double streaming = new Streaming(model, windows).meanLoss(costs);
    return new EvaluationReport(
        experiment,
        name,
        model.weights().sha256(),
        windows.to() - windows.from(),
        Loss.of(streaming, text.tokensPerCharacter()),
        Loss.of(new Evaluation(model, windows).meanLoss(), text.tokensPerCharacter()),
        windows.length() - 1,
        windows.count(),
        costs.costs(tokenizer));
  }

  /** Returns the report as JSON. */
  public String json() {
    return Json.pretty(this);
  }

  /** Returns a few lines for the log. */
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(experiment + " on " + text + ": " + tokens + " tokens");
    lines.add("As one stream: " + words(streaming));
    lines.add("By windows of " + windowLength + " from a zero state: " + words(windows));
    List<String> most = new ArrayList<>();
    for (Cost cost : costs.subList(0, Math.min(MOST_NAMED, costs.size()))) {
      most.add(Json.line(cost.token()) + " " + percent(cost.share()));
    }
    lines.add("Most of the loss: " + String.join(", ", most));
    return lines;
  }

  /** Returns the report as a page of Markdown, with the characters that cost most. */
  public String markdown() {
    StringBuilder page = new StringBuilder();
    page.append("# ").append(experiment).append(" on ").append(text).append("\n\n");
    page.append(tokens).append(" tokens; weights ").append(weightsSha256);
    page.append("\n\n| read | nats | bits per character | perplexity |\n");
    page.append("| --- | --- | --- | --- |\n");
    row(page, "as one stream", streaming);
    row(
        page,
        windowCount
            + (windowCount == 1 ? " window of " : " windows of ")
            + windowLength
            + " from a zero state",
        windows);
    page.append("\n| token | count | mean loss in nats | share of the whole loss |\n");
    page.append("| --- | --- | --- | --- |\n");
    for (Cost cost : costs.subList(0, Math.min(MOST_ROWS, costs.size()))) {
      page.append("| `` ").append(Json.line(cost.token()).replace("|", "\\|"));
      page.append(" `` | ").append(cost.count());
      page.append(" | ").append(Decimal.fixed(cost.meanLoss(), 4));
      page.append(" | ").append(percent(cost.share())).append(" |\n");
    }
    return page.toString();
  }

  private static void row(StringBuilder page, String how, Loss loss) {
    page.append("| ").append(how);
    page.append(" | ").append(Decimal.fixed(loss.nats(), 4));
    page.append(" | ").append(Decimal.fixed(loss.bitsPerCharacter(), 4));
    page.append(" | ").append(Decimal.fixed(loss.perplexity(), 4)).append(" |\n");
  }

  private static String words(Loss loss) {
    return Decimal.fixed(loss.nats(), 4)
        + " nats, "
        + Decimal.fixed(loss.bitsPerCharacter(), 4)
        + " bits per character, perplexity "
        + Decimal.fixed(loss.perplexity(), 4);
  }

  private static String percent(double share) {
    return Decimal.fixed(100 * share, 1) + " %";
  }
}
