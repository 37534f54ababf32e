package io.github.rnnlab.record;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.chain.Chain;
import io.github.rnnlab.chain.Link;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;

/**
 * Reads a report and checks everything that can be checked without training. The form is always
 * checked; the digests only where the report must be as a run wrote it.
 */
final class ReportReader {
  private static final String FIX =
      "The file was damaged or edited: restore it, or train the experiment again.";

  private final String where;

  private ReportReader(String where) {
    this.where = where;
  }

  static RunReport read(Path file) {
    return new ReportReader(file.toString()).read(unified(text(file)));
  }

  static RunReport parse(String text, String where) {
    return new ReportReader(where).parse(unified(text));
  }

  /** Undoes the line ends CR LF, which git may have written. */
  private static String unified(String text) {
    return text.replace("\r\n", "\n");
  }

  private RunReport read(String text) {
    RunReport report = parse(text);
    requireDigests(report);
    if (!Json.pretty(report).equals(text)) {
      throw broken("", "other numbers, keys, order or white space than a run writes", "a report");
    }
    return report;
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      Interruption.rethrow(e);
      throw new InvalidInputException(
          file.toString(),
          Files.exists(file) ? "a file that cannot be read (" + e + ")" : "no such file",
          "the report of a run",
          "Train the experiment, or correct the path.",
          e);
    }
  }

  private RunReport parse(String text) {
    if (text.isBlank()) {
      throw broken("", "an empty file", "a report");
    }
    try {
      JsonNode tree = Json.tree(text);
      JsonNode schema = tree.path("schema");
      if (!schema.isInt() || schema.intValue() != RunReport.SCHEMA) {
        throw new InvalidInputException(
            where + ": schema",
            schema.isMissingNode() ? "nothing" : Json.line(schema),
            String.valueOf(RunReport.SCHEMA),
            "Train the experiment again, or use the version of the plugin that wrote the report.");
      }
      RunReport report = Json.read(tree, RunReport.class);
      ReportForm.require(report, where);
      return report;
    } catch (JacksonException e) {
      if (!text.endsWith("\n}\n")) {
        throw broken("", "a truncated report", "a whole one");
      }
      TokenStreamLocation place = e.getLocation();
      String line =
          place == null || place.getLineNr() < 1 ? "" : " (line " + place.getLineNr() + ")";
      throw broken(where(e), e.getOriginalMessage() + line, "the keys and values of a report");
    }
  }

  private void requireDigests(RunReport report) {
    List<Link> links = report.chain().links();
    Chain expected = report.chain().from(report.identity().origin());
    for (int i = 0; i < links.size(); i++) {
      requireEqual(
          ": chain.links[" + i + "] (step " + links.get(i).step() + ").digest",
          links.get(i).digest(),
          expected.links().get(i).digest(),
          i == 0 ? "the digest of the inputs and this link" : "the digest of this link and before");
    }
    requireEqual(
        ": digest", report.digest(), report.sealed().digest(), "the digest of all before it");
  }

  private void requireEqual(String where, String found, String expected, String meaning) {
    if (!found.equals(expected)) {
      throw broken(where, found, expected + ", " + meaning);
    }
  }

  private InvalidInputException broken(String at, String found, String expected) {
    return new InvalidInputException(where + at, found, expected, FIX);
  }

  /** Returns the last key on the path to the error, if there is one. */
  private static String where(JacksonException e) {
    return e.getPath().stream()
        .map(JacksonException.Reference::getPropertyName)
        .filter(name -> name != null)
        .reduce((outer, inner) -> inner)
        .map(name -> ": " + name)
        .orElse("");
  }
}
