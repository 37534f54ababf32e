package io.github.rnnlab.page;

import io.github.rnnlab.Printable;
import java.util.List;

/** Text as HTML. Whatever a text holds, a browser shows it and runs none of it. */
public final class Html {
  private static final int CONTROL_PICTURES = 0x2400;

  private Html() {}

  /**
   * Returns a text as HTML spells it, between tags and in quoted attributes. Line feeds and tabs
   * stay. Other control characters become their pictures, such as {@code ␀}; what HTML cannot hold
   * becomes {@code �}.
   */
  public static String text(String text) {
    StringBuilder html = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(c, html));
    return html.toString();
  }

  /** Returns a name or value as HTML on one line, with all its characters visible. */
  public static String line(String text) {
    return text(Printable.line(text));
  }

  /** Returns a text as a block that keeps its lines and spaces. */
  public static String block(String text) {
    // A browser drops the first line feed of a block.
    return "<pre>\n" + text(text) + "</pre>\n";
  }

  /**
   * Returns a table of names and values.
   *
   * @param caption what the table shows
   * @param head the heading of each column
   * @param rows the cells of each row; the first is its heading
   */
  public static String table(String caption, List<String> head, List<List<String>> rows) {
    StringBuilder html = new StringBuilder();
    for (List<String> row : rows) {
      html.append("<tr><th scope=\"row\">").append(line(row.get(0))).append("</th>");
      row.stream().skip(1).forEach(cell -> html.append("<td>").append(line(cell)).append("</td>"));
      html.append("</tr>\n");
    }
    return table("", caption, head, html.toString());
  }

  /**
   * A hash in a table.
   *
   * @param name what it identifies
   * @param digits in hexadecimal
   * @param meaning what the hash is of
   */
  public record Hash(String name, String digits, String meaning) {}

  /** Returns a table of SHA-256 hashes. */
  public static String hashes(String caption, List<Hash> hashes) {
    StringBuilder rows = new StringBuilder();
    for (Hash hash : hashes) {
      rows.append("<tr><th scope=\"row\">").append(line(hash.name())).append("</th>");
      rows.append("<td class=\"hash\">").append(line(hash.digits())).append("</td>");
      rows.append("<td>").append(line(hash.meaning())).append("</td></tr>\n");
    }
    return table("", caption, List.of("what", "SHA-256", "of"), rows.toString());
  }

  /**
   * Returns a table, which scrolls where it is too wide.
   *
   * @param classes of the table, separated by spaces
   * @param caption what the table shows
   * @param head the heading of each column
   * @param rows the rows as HTML
   */
  public static String table(String classes, String caption, List<String> head, String rows) {
    StringBuilder html = new StringBuilder("<div class=\"wide\" tabindex=\"0\" role=\"group\"");
    html.append(" aria-label=\"").append(line(caption)).append("\">\n<table class=\"");
    html.append(line(classes)).append("\">\n<caption>").append(line(caption));
    html.append("</caption>\n<thead>\n<tr>");
    head.forEach(cell -> html.append("<th scope=\"col\">").append(line(cell)).append("</th>"));
    return html.append("</tr>\n</thead>\n<tbody>\n")
        .append(rows)
        .append("</tbody>\n</table>\n</div>\n")
        .toString();
  }

  private static void append(int c, StringBuilder html) {
    switch (c) {
      case '&' -> html.append("&amp;");
      case '<' -> html.append("&lt;");
      case '>' -> html.append("&gt;");
      case '"' -> html.append("&quot;");
      case '\'' -> html.append("&#39;");
      case '\n', '\t' -> html.append((char) c);
      default -> html.appendCodePoint(shown(c));
    }
  }

  private static int shown(int c) {
    if (c < 0x20) {
      return CONTROL_PICTURES + c;
    }
    if (c == 0x7f) {
      return CONTROL_PICTURES + 0x21;
    }
    boolean isNoCharacter = (c & 0xfffe) == 0xfffe || c >= 0xfdd0 && c <= 0xfdef;
    boolean isControl = c >= 0x80 && c < 0xa0;
    boolean isHalf = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    return isNoCharacter || isControl || isHalf ? 0xfffd : c;
  }
}
