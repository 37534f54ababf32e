package io.github.rnnlab.experiment;

import io.github.rnnlab.InvalidInputException;
import java.util.Locale;

/** Refuses sizes whose product no array can hold, before anything of them is allocated. */
final class Sizes {
  /** Numbers in the largest array, less what rows are padded with. */
  private static final long MOST = Integer.MAX_VALUE - 100_000_000L;

  private Sizes() {}

  static void requireArrays(ExperimentConfig config, int vocabularySize) {
    long hidden = config.model().hiddenSize();
    long width = Math.max(hidden, vocabularySize);
    long weights = hidden * (hidden + 2L * vocabularySize + 1);
    long rows = (config.prepare().sequenceLength() + 1L) * config.training().batchSize();
    long states = Math.multiplyHigh(rows, width) == 0 ? rows * width : Long.MAX_VALUE;
    require("model.hiddenSize", weights);
    require("training.batchSize with prepare.sequenceLength and model.hiddenSize", states);
  }

  private static void require(String where, long numbers) {
    if (numbers > MOST) {
      throw new InvalidInputException(
          where,
          String.format(Locale.ROOT, "%,d numbers for one array", numbers),
          String.format(Locale.ROOT, "at most %,d", MOST),
          "Make one of them smaller.");
    }
  }
}
