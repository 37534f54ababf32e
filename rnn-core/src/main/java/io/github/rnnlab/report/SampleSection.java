package io.github.rnnlab.report;

import io.github.rnnlab.page.Html;
import java.util.List;

/** The texts that the model of a run writes, as HTML. */
final class SampleSection {
  private SampleSection() {}

  static String of(RunRecord run) {
    StringBuilder html = new StringBuilder();
    String text = run.sample();
    if (text != null) {
      String prompt = run.value("generation.prompt");
      heading(html, "sample.txt: temperature " + run.value("generation.temperature"));
      html.append(
          !prompt.isBlank() && text.startsWith(prompt) ? marked(prompt, text) : Html.block(text));
    }
    if (run.earlySamples() != null) {
      early(html, Samples.of(run.earlySamples()));
    }
    if (run.samples() != null) {
      for (Samples.Sample sample : Samples.of(run.samples())) {
        heading(html, "samples.md: " + sample.heading());
        html.append(Html.block(sample.text()));
      }
    }
    return html.isEmpty() ? "<p>The record has no text.</p>\n" : html.toString();
  }

  /** Adds the texts that the model wrote while it was trained, beside each other. */
  private static void early(StringBuilder html, List<Samples.Sample> samples) {
    if (samples.isEmpty()) {
      return;
    }
    heading(html, "samples-in-training.md: as training went on");
    html.append("<div class=\"cards\">\n");
    for (Samples.Sample sample : samples) {
      html.append("<div>\n<h4>").append(Html.line(sample.heading())).append("</h4>\n");
      html.append(Html.block(sample.text())).append("</div>\n");
    }
    html.append("</div>\n");
  }

  private static void heading(StringBuilder html, String text) {
    html.append("<h3>").append(Html.line(text)).append("</h3>\n");
  }

  private static String marked(String prompt, String text) {
    return "<pre>\n<b>"
        + Html.text(prompt)
        + "</b>"
        + Html.text(text.substring(prompt.length()))
        + "</pre>\n";
  }
}
