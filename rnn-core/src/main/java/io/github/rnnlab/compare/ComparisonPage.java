package io.github.rnnlab.compare;

import io.github.rnnlab.chart.LineChart;

/** {@code compare.html}: a comparison with its chart in a single file. */
final class ComparisonPage {
  private ComparisonPage() {}

  static String of(Comparison comparison) {
    StringBuilder page =
        new StringBuilder(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>TITLE</title>
            <style>
            body { font-family: sans-serif; color: #222222; max-width: 60em; margin: 2em auto; padding: 0 1em }
            table { border-collapse: collapse; display: block; overflow-x: auto }
            th, td { border-bottom: 1px solid #dddddd; padding: 0.3em 0.8em; text-align: left; white-space: nowrap }
            svg { max-width: 720px; width: 100% }
            </style>
            </head>
            <body>
            <h1>TITLE</h1>
            """
                .replace("TITLE", comparison.title()));
    page.append(comparison.table().html());
    page.append("<ul>\n");
    for (String sentence : comparison.sentences()) {
      page.append("<li>").append(LineChart.escaped(sentence)).append("</li>\n");
    }
    return page.append("</ul>\n")
        .append(OverlayChart.of(comparison))
        .append("</body>\n</html>\n")
        .toString();
  }
}
