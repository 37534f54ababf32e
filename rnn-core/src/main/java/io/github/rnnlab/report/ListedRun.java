package io.github.rnnlab.report;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run in a list of runs. Safe for use by several threads.
 *
 * @param label its name, and whether it is an archived one
 * @param page the path of its own page inside the directory of the results, with {@code /}
 * @param directory of its record: that of the run, or one inside of an archive
 * @param description of its experiment, or null
 * @param cell the cell of its model and the number of hidden units
 * @param parameters the number of the model's parameters
 * @param epochs the number of epochs
 * @param trainingLoss the loss of the last epoch, in nats per token
 * @param validationLoss the least one of an epoch, in nats per token; null without validation
 * @param bitsPerCharacter those of {@code validationLoss}
 * @param testLoss that of the held-out test text, in nats per token; null without one
 * @param charactersPerSecond the speed of training; null in an archive
 */
public record ListedRun(
    String label,
    String page,
    Path directory,
    @Nullable String description,
    String cell,
    long parameters,
    int epochs,
    double trainingLoss,
    @Nullable Double validationLoss,
    @Nullable Double bitsPerCharacter,
    @Nullable Double testLoss,
    @Nullable Double charactersPerSecond) {
  private static final List<String> HEADINGS =
      List.of(
          "run",
          "cell, units",
          "parameters",
          "epochs",
          "final training loss",
          "least validation loss",
          "its bits per character",
          "test loss");

  /** Returns the headings of a list of runs: those of all lists, and one of its own. */
  public static List<String> headingsAnd(String last) {
    return Stream.concat(HEADINGS.stream(), Stream.of(last)).toList();
  }
}
