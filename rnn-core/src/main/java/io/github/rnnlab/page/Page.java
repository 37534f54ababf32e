package io.github.rnnlab.page;

import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An HTML page in one file. It asks no network for anything, and its content security policy
 * forbids every request and every script and style but its own. Equal content gives equal bytes.
 * Not safe for use by several threads.
 */
public final class Page {
  private final String title;
  private final StringBuilder body = new StringBuilder();
  private final Map<String, String> sections = new LinkedHashMap<>();
  private final List<Curves> charts = new ArrayList<>();
  private final Map<String, Object> data = new LinkedHashMap<>();

  /**
   * Begins a page.
   *
   * @param title its heading, as plain text
   */
  public Page(String title) {
    this.title = title;
  }

  /** Adds HTML, whose texts the caller has escaped with {@link Html}. */
  public Page add(String html) {
    body.append(html);
    return this;
  }

  /** Adds a section with a heading in plain text. */
  public Page section(String id, String heading, String html) {
    sections.put(id, heading);
    return add("<section id=\"" + id + "\">\n<h2>" + Html.line(heading) + "</h2>\n")
        .add(html)
        .add("</section>\n");
  }

  /**
   * Returns the HTML of a chart, which the page's script draws.
   *
   * @param otherwise HTML for readers without scripts
   */
  public String chart(Curves curves, String otherwise) {
    charts.add(curves);
    return "<figure class=\"chart\" data-chart=\""
        + (charts.size() - 1)
        + "\">\n<figcaption>"
        + Html.line(curves.title())
        + "</figcaption>\n<noscript>"
        + otherwise
        + "</noscript>\n</figure>\n";
  }

  /** Adds data for the page's script: anything that {@link Json} writes. */
  public Page data(String key, Object value) {
    data.put(key, value);
    return this;
  }

  /** Ends the page and returns it. */
  public String end() {
    String style = resource("page.css");
    String script = resource("page.js");
    data.put("charts", charts);
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="POLICY">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>TITLE</title>
        <style>STYLE</style>
        </head>
        <body>
        <header>
        <h1>TITLE</h1>
        </header>
        """
            .replace("STYLE", style)
            .replace("POLICY", policy(style, script))
            .replace("TITLE", Html.line(title)) // Last, since a title may hold any word.
        + navigation()
        + "<main>\n"
        + body
        + "</main>\n<script type=\"application/json\" id=\"data\">"
        + embedded(data)
        + "</script>\n<script>"
        + script
        + "</script>\n</body>\n</html>\n";
  }

  private String navigation() {
    if (sections.isEmpty()) {
      return "";
    }
    StringBuilder links = new StringBuilder("<nav aria-label=\"Sections\">\n<ul>\n");
    sections.forEach(
        (id, heading) ->
            links
                .append("<li><a href=\"#")
                .append(id)
                .append("\">")
                .append(Html.line(heading))
                .append("</a></li>\n"));
    return links.append("</ul>\n</nav>\n").toString();
  }

  private static String policy(String style, String script) {
    return "default-src 'none'; style-src '"
        + hash(style)
        + "'; script-src '"
        + hash(script)
        + "'; base-uri 'none'; form-action 'none'";
  }

  private static String hash(String text) {
    byte[] hash = Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(hash);
  }

  /** Returns a value as JSON that no HTML or JavaScript parser takes for anything else. */
  static String embedded(Object value) {
    return Json.line(value)
        .replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
