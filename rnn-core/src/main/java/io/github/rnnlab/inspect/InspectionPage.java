package io.github.rnnlab.inspect;

import io.github.rnnlab.Decimal;
import io.github.rnnlab.corpus.Tokenizer;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.page.Html;
import io.github.rnnlab.page.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * {@code inspect.html}: texts whose every token is colored by the activation of a unit that the
 * reader chooses, or by what it costs to predict the token. Not safe for use by several threads.
 */
public final class InspectionPage {
  /** The most tokens of a text. */
  public static final int MOST_TOKENS = 800;

  /** The most bytes of activations of a text, which Base64 makes longer by a third. */
  private static final long MOST_BYTES = 2_000_000;

  private final String experiment;
  private final LanguageModel model;
  private final Tokenizer tokenizer;
  private final List<Inspection> texts = new ArrayList<>();

  /**
   * Begins a page.
   *
   * @param experiment the name of the model's experiment
   * @param model for the calling thread alone
   */
  public InspectionPage(String experiment, LanguageModel model, Tokenizer tokenizer) {
    this.experiment = experiment;
    this.model = model;
    this.tokenizer = tokenizer;
  }

  /**
   * Lets the model read a text: its start, if it is long or if the model has very many units.
   *
   * @param name of the text
   * @param ids its tokens; a text without any is left out
   */
  public void read(String name, int[] ids) {
    long most = MOST_BYTES / Inspection.statesPerToken(model);
    int length = (int) Math.min(ids.length, Math.max(1, Math.min(MOST_TOKENS, most)));
    if (length > 0) {
      texts.add(Inspection.of(name, model, tokenizer, Arrays.copyOf(ids, length)));
    }
  }

  /** Returns the page. */
  public String html() {
    Page page = new Page(experiment + ": a look inside");
    page.add(
        "<p>The model reads a text token by token. The color shows what one of its units holds"
            + " after each, or how much each surprised the model. Point at a token, or move over"
            + " the text with the arrow keys, to read its values.</p>\n");
    page.add("<div id=\"inspect\"><noscript>" + otherwise() + "</noscript></div>\n");
    page.add(
        "<p class=\"quiet\">After Andrej Karpathy, Justin Johnson and Li Fei-Fei, “Visualizing and"
            + " understanding recurrent networks”, 2015. The values of units are rounded to"
            + " 1/127. Of an LSTM's cell state the page shows the hyperbolic tangent.</p>\n");
    return page.data("texts", texts).end();
  }

  /** Returns the mean cost of each text, which needs no script. */
  private String otherwise() {
    StringBuilder html = new StringBuilder("<p>The colors need JavaScript.</p>");
    for (Inspection text : texts) {
      double sum = 0;
      for (Double bits : text.bits()) {
        sum += bits == null ? 0 : bits;
      }
      double mean = sum / Math.max(1, text.tokens().size() - 1);
      html.append("<p>").append(Html.line(text.name()));
      html.append(String.format(Locale.ROOT, ": %d tokens, ", text.tokens().size()));
      html.append(Decimal.fixed(mean, 3) + " bits per token.</p>");
    }
    return html.toString();
  }
}
