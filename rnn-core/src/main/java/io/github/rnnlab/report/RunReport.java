package io.github.rnnlab.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.file.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code report.json}: what a run computed and from what. With an exact backend the same config and
 * corpus give the same bytes on every machine; whatever may differ stands in {@link Environment}.
 *
 * @param schema version of this form
 * @param numerics version of all that decides a bit; runs of different versions are not comparable
 * @param numericClass {@code exact}, or {@code tolerant} for a backend that promises less
 * @param name of the experiment
 * @param configSha256 of the effective config in canonical JSON
 * @param config all of the effective config that can change a result
 * @param corpus what was learnt from
 * @param initialWeightsSha256 of the weights file that training started from; absent if weights
 *     were drawn
 * @param parameters how many numbers the model has
 * @param trainingWindows windows per epoch
 * @param validationWindows windows held back, each judged after every epoch
 * @param epochs the outcome of each epoch
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunReport(
    int schema,
    int numerics,
    String numericClass,
    String name,
    String configSha256,
    Map<String, Object> config,
    Corpus corpus,
    @Nullable String initialWeightsSha256,
    long parameters,
    long trainingWindows,
    long validationWindows,
    List<EpochRecord> epochs) {
  /** The present version of the form. */
  public static final int SCHEMA = 1;

  /**
   * What was learnt from.
   *
   * @param sha256 of the bytes that were read
   * @param bytes how many those were
   * @param characters Unicode code points
   * @param vocabularySize distinct characters
   */
  public record Corpus(String sha256, long bytes, long characters, int vocabularySize) {}

  /** Writes the file, whole or not at all. */
  public void write(Path file) {
    AtomicFile.write(file, Json.pretty(this));
  }
}
