package io.github.rnnlab.train;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.token.Windows;
import java.util.Locale;

/**
 * A text as B streams side by side, from which every batch takes the next T predictions (truncated
 * backpropagation through time: Williams and Peng, "An efficient gradient-based algorithm for
 * on-line training of recurrent network trajectories", Neural Computation 2, 1990).
 *
 * <p>The text is cut as PyTorch's example {@code word_language_model} cuts it. Of n tokens, each
 * stream has {@code floor(n / B)} that follow each other, and the last n mod B are left out. A
 * stream predicts each of its tokens but the first. The last batch of an epoch has the predictions
 * that are left, which may be fewer than T.
 *
 * <p>Immutable, so any number of threads may share it.
 */
public final class StreamBatches implements Batches {
  private final Windows text;
  private final int size;
  private final int length;
  private final long predictions;

  /**
   * Cuts a text.
   *
   * @param text the range of the training text; its windows have T + 1 tokens, and their stride
   *     does not matter
   * @param size B, at least 1
   * @throws InvalidInputException if the streams are shorter than a sequence and its last
   *     prediction, or if there are fewer tokens than streams
   */
  public StreamBatches(Windows text, int size) {
    this.text = text;
    this.size = size;
    length = text.length() - 1;
    long tokens = text.to() - text.from();
    predictions = tokens / size - 1;
    if (predictions < length) {
      throw new InvalidInputException(
          "training.batchSize",
          String.format(
              Locale.ROOT,
              "%,d streams of %,d tokens each, from a training text of %,d",
              size,
              tokens / size,
              tokens),
          String.format(
              Locale.ROOT,
              "streams of at least %,d, a sequence of %,d and the token after it",
              text.length(),
              length),
          String.format(
              Locale.ROOT,
              "Lower training.batchSize to at most %,d, lower prepare.sequenceLength or use a"
                  + " longer corpus.",
              tokens / text.length()));
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public long count() {
    return (predictions - 1) / length + 1;
  }

  @Override
  public long sequences() {
    return count() * size;
  }

  @Override
  public long predictions(long batches) {
    return Math.min(batches * length, predictions) * size;
  }

  @Override
  public int lastSize() {
    return size;
  }

  @Override
  public int lastLength() {
    return (int) ((predictions - 1) % length) + 1;
  }

  @Override
  public boolean carryStates() {
    return true;
  }

  /** Returns the same batches for every epoch. */
  @Override
  public Epoch epoch(int epoch) {
    return (index, sequences) -> {
      int tokens = (index < count() - 1 ? length : lastLength()) + 1;
      for (int stream = 0; stream < size; stream++) {
        long start = text.from() + stream * (predictions + 1) + index * length;
        text.tokens().read(start, sequences[stream], tokens);
      }
    };
  }
}
