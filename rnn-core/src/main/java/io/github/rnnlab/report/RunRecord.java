package io.github.rnnlab.report;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.Decimal;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.course.GradientNormsCsv;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.record.RunReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What a run or its archive has recorded.
 *
 * @param report the report
 * @param settings the keys of its config, sorted
 * @param environment the content of {@code environment.json}; empty in an archive
 * @param gradientNorms the rows of {@code gradient-norms.csv}; none without the file
 * @param sample the text of {@code sample.txt}; null if there is none
 * @param samples the page {@code samples.md}; null if there is none
 * @param earlySamples the page {@code samples-in-training.md}; null if there is none
 */
record RunRecord(
    RunReport report,
    Map<String, Setting> settings,
    Map<String, Object> environment,
    List<GradientNormsCsv.Row> gradientNorms,
    @Nullable String sample,
    @Nullable String samples,
    @Nullable String earlySamples) {
  private static final int DIGITS = 4;

  /** Reads the record in a directory. */
  static RunRecord read(RunFiles files) {
    RunReport report = RunReport.read(files.report());
    Map<String, Setting> settings = new LinkedHashMap<>();
    Setting.of(report.config()).forEach(setting -> settings.put(setting.key(), setting));
    return new RunRecord(
        report,
        settings,
        environment(files.environment()),
        gradientNorms(files.gradientNormsCsv()),
        text(files.sample()),
        text(files.samples()),
        text(files.earlySamples()));
  }

  /** Returns the value of a key as JSON, without the quotes of a string; empty if it is absent. */
  String value(String key) {
    Setting setting = settings.get(key);
    return setting == null ? "" : unquoted(setting.value());
  }

  /** Returns the last epoch. */
  EpochRecord last() {
    return report.epochs().get(report.epochs().size() - 1);
  }

  /** Returns the epoch with the least validation loss, the first of equals. */
  Optional<EpochRecord> best() {
    return report.epochs().stream()
        .filter(epoch -> epoch.validationLoss() != null)
        .min(Comparator.comparing(epoch -> Objects.requireNonNull(epoch.validationLoss())));
  }

  /** Returns a loss as readers see it. */
  static String fixed(@Nullable Double loss) {
    return loss == null ? "none" : Decimal.fixed(loss, DIGITS);
  }

  /** Returns the text of a JSON string, and any other JSON as it is. */
  static String unquoted(String json) {
    return json.startsWith("\"") ? Json.tree(json).stringValue() : json;
  }

  private static Map<String, Object> environment(Path file) {
    String text = text(file);
    Map<String, Object> environment = new LinkedHashMap<>();
    if (text != null) {
      try {
        if (Json.read(text, Object.class) instanceof Map<?, ?> read) {
          read.forEach((key, value) -> environment.put(String.valueOf(key), value));
        }
      } catch (JacksonException e) {
        throw new InvalidInputException(
            file.toString(),
            "broken JSON (" + e.getOriginalMessage() + ")",
            "the environment of a run",
            "Train the experiment again with mvn rnn:train -Drnn.force, or delete the file.",
            e);
      }
    }
    return environment;
  }

  private static List<GradientNormsCsv.Row> gradientNorms(Path file) {
    String text = text(file);
    return text == null ? List.of() : GradientNormsCsv.read(file.toString(), text);
  }

  private static @Nullable String text(Path file) {
    try {
      return Files.exists(file)
          ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
          : null;
    } catch (IOException e) {
      Interruption.rethrow(e);
      throw new BrokenRunException("Cannot read " + file + " (" + e + "); make it readable.", e);
    }
  }
}
