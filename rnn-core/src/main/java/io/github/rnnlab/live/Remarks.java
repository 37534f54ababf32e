package io.github.rnnlab.live;

import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.token.TokenStore;
import io.github.rnnlab.token.Windows;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remarks once on a loss that is no better than that of guessing tokens by how often each occurs,
 * once on a training loss that rises, and once on a validation loss that rises. Not safe for use by
 * several threads.
 */
public final class Remarks {
  /** How many epochs in a row a loss rises before it is remarked on. */
  private static final int RISES = 3;

  private static final int CHUNK = 1 << 14;

  private final int epochs;
  private final Windows training;
  private final int vocabulary;
  private final Consumer<String> notes;
  private @Nullable Double ofFrequency;
  private boolean hasSaidFrequency;
  private boolean hasSaidTraining;
  private boolean hasSaidValidation;

  /**
   * Starts without a remark.
   *
   * @param epochs those of the whole run
   * @param training the text to train on
   * @param vocabulary the number of its tokens
   * @param notes receives each remark as a line for the log
   */
  public Remarks(int epochs, Windows training, int vocabulary, Consumer<String> notes) {
    this.epochs = epochs;
    this.training = training;
    this.vocabulary = vocabulary;
    this.notes = notes;
  }

  /**
   * Looks at the losses after an epoch.
   *
   * @param done all epochs so far, with losses in nats per token
   */
  public void epochDone(List<EpochRecord> done) {
    EpochRecord last = done.get(done.size() - 1);
    // The mean of the first epoch begins before anything is learned.
    if (!hasSaidFrequency && (last.epoch() > 1 || last.epoch() == epochs)) {
      remarkOnFrequency(Objects.requireNonNullElse(last.validationLoss(), last.trainingLoss()));
    }
    if (!hasSaidTraining && rises(done, EpochRecord::trainingLoss)) {
      hasSaidTraining = true;
      notes.accept(
          "The training loss has risen for "
              + RISES
              + " epochs in a row. A smaller training.optimizer.learningRate, or clipping by"
              + " training.clipNorm, may help.");
    } else if (!hasSaidValidation && rises(done, EpochRecord::validationLoss)) {
      hasSaidValidation = true;
      notes.accept(
          "The validation loss has risen "
              + RISES
              + " times in a row: the model learns the training text by heart. More text, fewer"
              + " epochs, dropout or a smaller model may help; training.keepBest keeps the best"
              + " weights.");
    }
  }

  private void remarkOnFrequency(double loss) {
    if (ofFrequency == null) {
      ofFrequency = lossOfFrequency();
    }
    if (loss >= ofFrequency) {
      hasSaidFrequency = true;
      notes.accept(
          String.format(
              Locale.ROOT,
              "The loss of %.4f is no better than %.4f, that of guessing by how often each token"
                  + " occurs. Training longer, or another training.optimizer.learningRate, may"
                  + " help.",
              loss,
              ofFrequency));
    }
  }

  /** Returns whether the last losses rise, of the epochs that have one. */
  private static boolean rises(
      List<EpochRecord> done, Function<EpochRecord, @Nullable Double> loss) {
    if (loss.apply(done.get(done.size() - 1)) == null) {
      return false; // It was looked at when it came.
    }
    int rises = 0;
    double later = Double.NaN;
    for (int i = done.size() - 1; i >= 0 && rises < RISES; i--) {
      Double here = loss.apply(done.get(i));
      if (here != null) {
        if (!Double.isNaN(later) && later <= here) {
          return false;
        }
        rises += Double.isNaN(later) ? 0 : 1;
        later = here;
      }
    }
    return rises == RISES;
  }

  /** Returns the entropy of single tokens in nats, which no guess without context can beat. */
  private double lossOfFrequency() {
    long[] counts = new long[vocabulary];
    TokenStore tokens = training.tokens();
    int[] ids = new int[CHUNK];
    for (long from = training.from(); from < training.to(); from += CHUNK) {
      int count = (int) Math.min(CHUNK, training.to() - from);
      tokens.read(from, ids, count);
      for (int i = 0; i < count; i++) {
        counts[ids[i]]++;
      }
    }
    double all = training.to() - training.from();
    double entropy = 0;
    for (long count : counts) {
      if (count > 0) {
        entropy -= count / all * StrictMath.log(count / all);
      }
    }
    return entropy;
  }
}
