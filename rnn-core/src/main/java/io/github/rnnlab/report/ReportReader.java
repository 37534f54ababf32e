package io.github.rnnlab.report;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;

/** Reads a report and checks all that can be checked without training. */
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

  /** As people's tools may leave it: git can turn line feeds into CR LF. */
  private static String unified(String text) {
    return text.replace("\r\n", "\n");
  }

  private RunReport read(String text) {
    RunReport report = parse(text);
    requireConsistent(report);
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
      return Json.read(tree, RunReport.class);
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

  private void requireConsistent(RunReport report) {
    String config = Sha256.of(Json.canonical(report.config()));
    requireEqual(": configSha256", report.configSha256(), config, "the hash of config");
    requireEqual(": name", report.name(), report.config().get("name"), "the name in config");
    requireEpochs(report.epochs());
    requireChain(report);
    requireEqual(
        ": digest", report.digest(), report.sealed().digest(), "the digest of all before it");
  }

  private void requireEpochs(List<EpochRecord> epochs) {
    if (epochs.isEmpty()) {
      throw broken(": epochs", "none", "at least one");
    }
    for (int i = 0; i < epochs.size(); i++) {
      requireEqual(": epochs[" + i + "].epoch", epochs.get(i).epoch(), i + 1, "epochs in order");
    }
  }

  private void requireChain(RunReport report) {
    Chain chain = report.chain();
    long steps = report.steps();
    if (steps < 1) {
      throw broken(": steps", String.valueOf(steps), "at least 1");
    }
    requireEqual(": chain.every", chain.every(), Chain.every(steps), "what the steps give");
    List<Link> links = chain.links();
    Chain expected = chain.from(report.origin());
    for (int i = 0; i < links.size(); i++) {
      String where = ": chain.links[" + i + "]";
      long step = Math.min((i + 1) * chain.every(), steps);
      requireEqual(where + ".step", links.get(i).step(), step, "links in order");
      requireEqual(
          where + " (step " + step + ").digest",
          links.get(i).digest(),
          expected.links().get(i).digest(),
          i == 0 ? "the digest of the inputs and this link" : "the digest of this link and before");
    }
    long count = (steps - 1) / chain.every() + 1;
    requireEqual(": chain.links", (long) links.size(), count, "a link for each stretch");
  }

  private void requireEqual(String where, Object found, @Nullable Object expected, String meaning) {
    if (!found.equals(expected)) {
      throw broken(where, String.valueOf(found), expected + ", " + meaning);
    }
  }

  private InvalidInputException broken(String at, String found, String expected) {
    return new InvalidInputException(where + at, found, expected, FIX);
  }

  /** The last key on the way to the mistake, if there is one. */
  private static String where(JacksonException e) {
    return e.getPath().stream()
        .map(JacksonException.Reference::getPropertyName)
        .filter(name -> name != null)
        .reduce((outer, inner) -> inner)
        .map(name -> ": " + name)
        .orElse("");
  }
}
