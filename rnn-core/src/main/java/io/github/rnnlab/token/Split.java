package io.github.rnnlab.token;

import io.github.rnnlab.InvalidInputException;

/**
 * A corpus split by position: the first part of its ids is for training, the next for validation
 * and the last for the test. Every window lies within one of them. Immutable.
 *
 * @param training the training windows, at least one
 * @param validation the validation windows; none if the validation fraction is 0
 * @param test the test windows; none if the test fraction is 0
 */
public record Split(Windows training, Windows validation, Windows test) {
  /** Predictions per window, of validation and test, of a text that has at least as many. */
  public static final int VALIDATION_LENGTH = 256;

  /**
   * Splits a token store. Of n ids, or rows of a matrix, the first {@code floor(n * (1 - f - t))}
   * are for training, computed in doubles as in nanoGPT: 1,003,854 of Tiny Shakespeare's 1,115,394
   * characters for f = 0.1 and t = 0. Those from {@code floor(n * (1 - t))} on are for the test. A
   * matrix is split between rows, and its rows are the windows, whatever the stride; rows that
   * overlap share characters across the split.
   *
   * @param validationFraction f, in [0, 1)
   * @param testFraction t, in [0, 1 - f)
   * @param sequenceLength L, inputs per window; a window has one more id
   * @param stride ids from one training window to the next. The other windows lie side by side, so
   *     that each character but the first is predicted once. They have {@value #VALIDATION_LENGTH}
   *     predictions whatever L is, so that losses of different L are comparable
   * @throws InvalidInputException if a required part is too short for one window
   */
  public static Split of(
      TokenStore tokens,
      double validationFraction,
      double testFraction,
      int sequenceLength,
      int stride) {
    if (!(validationFraction >= 0 && validationFraction < 1)) {
      throw new InvalidInputException(
          "prepare.validationFraction",
          String.valueOf(validationFraction),
          "a number from 0 to below 1",
          "Use 0.1 to validate on the last tenth, or 0 for no validation.");
    }
    if (!(testFraction >= 0 && testFraction < 1 - validationFraction)) {
      throw new InvalidInputException(
          "prepare.testFraction",
          testFraction + " beside a validation fraction of " + validationFraction,
          "a number from 0 on, so that both together are below 1",
          "Use 0.1 to judge the trained model on the last tenth, or 0 for no test.");
    }
    boolean matrix = tokens.columns() > 1;
    int row = tokens.columns();
    int length = matrix ? row : Math.addExact(sequenceLength, 1);
    int step = matrix ? row : stride;
    long size = tokens.size();
    long rows = size / row;
    long cut = (long) Math.floor(rows * (1 - validationFraction - testFraction)) * row;
    long test = (long) Math.floor(rows * (1 - testFraction)) * row;
    Split split =
        new Split(
            new Windows(tokens, 0, cut, length, step),
            matrix ? new Windows(tokens, cut, test, row, row) : sideBySide(tokens, cut, test),
            matrix ? new Windows(tokens, test, size, row, row) : sideBySide(tokens, test, size));
    requireOne(split.training, "training", fraction(testFraction));
    if (validationFraction > 0) {
      requireOne(split.validation, "validation", fraction(0));
    }
    if (testFraction > 0) {
      requireOne(split.test, "the test", fraction(testFraction));
    }
    return split;
  }

  /** Returns windows side by side. A text with fewer predictions has one window of all of them. */
  private static Windows sideBySide(TokenStore tokens, long from, long to) {
    long predictions = Math.max(1, to - from - 1);
    int length = (int) Math.min(VALIDATION_LENGTH, predictions);
    return new Windows(tokens, from, to, length + 1, length);
  }

  private static String fraction(double testFraction) {
    return testFraction > 0 ? "prepare.testFraction" : "prepare.validationFraction";
  }

  private static void requireOne(Windows part, String name, String key) {
    if (part.count() == 0) {
      long tokens = part.to() - part.from();
      throw new InvalidInputException(
          key,
          (tokens == 1 ? "1 token for " : tokens + " tokens for ") + name,
          "at least one window of " + part.length(),
          "Change the fraction, lower prepare.sequenceLength or use a longer corpus.");
    }
  }
}
