package io.github.rnnlab.model;

import io.github.rnnlab.random.RandomStream;

/**
 * Which numbers training leaves out at random (Srivastava et al., "Dropout: a simple way to prevent
 * neural networks from overfitting", JMLR 15, 2014), from layer to layer and not from step to step
 * (Zaremba, Sutskever and Vinyals, "Recurrent neural network regularization", 2014). Each number is
 * dropped with a probability p, and the others are multiplied by {@code 1 / (1 - p)}, as by
 * PyTorch.
 *
 * <p>The seed, the step of training, the place and the index decide alone whether a number is
 * dropped: number i of a place, row by row, is dropped in a step if number i of the stream {@code
 * dropout/PLACE/STEP}, uniform in [0, 1), is below p. Place 0 is the embedding; place l is what
 * layer l hands up, counted from 1.
 *
 * <p>Immutable, so any number of threads may share it.
 *
 * @param seed of the run
 * @param embedding p of each number of an embedded token, in [0, 1)
 * @param between p of each number of a state that a layer hands to the next, in [0, 1)
 * @param output p of each number of a state that the last layer hands to the output, in [0, 1)
 */
public record Dropout(long seed, double embedding, double between, double output) {
  /** Drops nothing. */
  public static final Dropout NONE = new Dropout(0, 0, 0, 0);

  /** Checks that these are probabilities below 1. */
  public Dropout {
    for (double p : new double[] {embedding, between, output}) {
      if (!(p >= 0 && p < 1)) {
        throw new IllegalArgumentException("a probability of " + p);
      }
    }
  }

  /** Returns p of a place. */
  double at(int place, int layers) {
    if (place == 0) {
      return embedding;
    }
    return place == layers ? output : between;
  }

  /**
   * Draws the factors of a place in a step, 0 or {@code 1 / (1 - p)}. Those of a shard are the ones
   * that its sequences have in the whole batch.
   *
   * @param step of training, counted from 1
   * @param numbers of a sequence at each time
   * @param factors receives as many as {@code count}, those of all times, time-major
   */
  void draw(int place, double p, long step, Shard shard, int numbers, float[] factors, int count) {
    RandomStream stream = RandomStream.named(seed, "dropout/" + place + "/" + step);
    float kept = (float) (1 / (1 - p));
    int ofOneTime = shard.rows() * numbers;
    stream.skip((long) shard.first() * numbers);
    for (int from = 0; from < count; from += ofOneTime) {
      for (int i = from; i < from + ofOneTime; i++) {
        factors[i] = stream.nextDouble() < p ? 0 : kept;
      }
      stream.skip((long) (shard.of() - shard.rows()) * numbers);
    }
  }
}
