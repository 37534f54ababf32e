package io.github.rnnlab.compare;

import io.github.rnnlab.page.Html;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A table of texts.
 *
 * @param rows the rows, of equal length; the first is the heading
 * @param isByRow whether each run has a row
 */
record Table(List<List<String>> rows, boolean isByRow) {
  /** The length at which longer values are cut. */
  private static final int MOST_CHARACTERS = 120;

  /** The most runs that have a column each. */
  private static final int MOST_COLUMNS = 4;

  /** Keeps every cell on one line. */
  Table {
    rows = rows.stream().map(row -> row.stream().map(Table::cell).toList()).toList();
  }

  private static String cell(String text) {
    int end = Math.min(text.length(), MOST_CHARACTERS);
    return oneLine(end < text.length() ? text.substring(0, end) + "…" : text);
  }

  /**
   * Returns a text as one line of visible characters. Characters that break lines, control a
   * terminal or change the direction of writing are escaped as in JSON.
   */
  static String oneLine(String text) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean whole = !Character.isSurrogate(c) || isHalfOfOne(text, i);
      if (whole && isSeen(c)) {
        line.append(c);
      } else {
        line.append("\\u").append(HexFormat.of().withUpperCase().toHexDigits(c));
      }
    }
    return line.toString();
  }

  private static boolean isHalfOfOne(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }

  private static boolean isSeen(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /**
   * Lays out properties of runs, with a column per run, or a row per run if there are many.
   *
   * @param labels the labels of the runs
   * @param lines the values of each property in the order of the runs, by name of the property
   */
  static Table of(List<String> labels, Map<String, List<String>> lines) {
    List<List<String>> rows = new ArrayList<>();
    if (labels.size() <= MOST_COLUMNS) {
      rows.add(row("", labels));
      lines.forEach((name, values) -> rows.add(row(name, values)));
      return new Table(rows, false);
    }
    rows.add(row("", List.copyOf(lines.keySet())));
    for (int i = 0; i < labels.size(); i++) {
      int run = i;
      rows.add(row(labels.get(i), lines.values().stream().map(line -> line.get(run)).toList()));
    }
    return new Table(rows, true);
  }

  /** Returns the table as lines of equal width for a log. */
  List<String> aligned() {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        line.append(cell).append(" ".repeat(width(column) - cell.length() + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** Returns the table as GitHub's Markdown. */
  String markdown() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      text.append('|');
      rows.get(i).forEach(cell -> text.append(' ').append(markdown(cell)).append(" |"));
      text.append('\n');
      if (i == 0) {
        text.append('|').append(" --- |".repeat(rows.get(0).size())).append('\n');
      }
    }
    return text.toString();
  }

  /** Returns the table as HTML; where each run has a row, its headings sort the runs. */
  String html() {
    StringBuilder html = new StringBuilder();
    for (List<String> row : rows.subList(1, rows.size())) {
      html.append("<tr><th scope=\"row\">").append(Html.line(row.get(0))).append("</th>");
      row.stream()
          .skip(1)
          .forEach(cell -> html.append("<td>").append(Html.line(cell)).append("</td>"));
      html.append("</tr>\n");
    }
    return Html.table(
        isByRow ? "sortable" : "", "Keys that differ, and losses", rows.get(0), html.toString());
  }

  /** Returns a text that Markdown renders literally. */
  static String markdown(String text) {
    return oneLine(text).replaceAll("([\\\\`*_|<>\\[\\]~#]|&(?=[#\\w]))", "\\\\$1");
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private static List<String> row(String name, List<String> values) {
    List<String> row = new ArrayList<>(List.of(name));
    row.addAll(values);
    return row;
  }
}
