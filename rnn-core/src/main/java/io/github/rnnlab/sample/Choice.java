package io.github.rnnlab.sample;

import io.github.rnnlab.tensor.FloatMath;
import java.util.Arrays;

/** Chooses the next token by the logits of a model. */
final class Choice {
  private final Sampling sampling;

  Choice(Sampling sampling) {
    this.sampling = sampling;
  }

  /** Returns the likeliest token, the first of equals. */
  static int likeliest(float[] logits) {
    int best = 0;
    for (int id = 1; id < logits.length; id++) {
      best = logits[id] > logits[best] ? id : best;
    }
    return best;
  }

  /**
   * Returns the first token at which the cumulative probability exceeds a number that is uniform in
   * [0, 1).
   *
   * @param logits overwritten
   */
  int draw(float[] logits, double uniform) {
    long[] likeliestFirst = cuts(logits.length) ? likeliestFirst(logits) : new long[0];
    float max = logits[likeliest(logits)];
    for (int id = 0; id < logits.length; id++) {
      logits[id] = FloatMath.exp((float) ((logits[id] - max) / sampling.temperature()));
    }
    if (likeliestFirst.length > 0) {
      cut(logits, likeliestFirst);
    }
    double sum = 0;
    for (float probability : logits) {
      sum += probability;
    }
    double threshold = uniform * sum;
    double cumulated = 0;
    int last = 0;
    for (int id = 0; id < logits.length; id++) {
      if (logits[id] > 0) {
        cumulated += logits[id];
        last = id;
        if (cumulated > threshold) {
          return id;
        }
      }
    }
    return last;
  }

  private boolean cuts(int vocabulary) {
    Integer topK = sampling.topK();
    return topK != null && topK < vocabulary || sampling.topP() < 1;
  }

  /** Sets the probabilities of all tokens to zero that must not be drawn. */
  private void cut(float[] probabilities, long[] likeliestFirst) {
    Integer topK = sampling.topK();
    int kept = topK == null ? likeliestFirst.length : Math.min(topK, likeliestFirst.length);
    if (sampling.topP() < 1) {
      kept = fewest(probabilities, likeliestFirst, kept);
    }
    for (int rank = kept; rank < likeliestFirst.length; rank++) {
      probabilities[(int) likeliestFirst[rank]] = 0;
    }
  }

  /** Returns how many of the first tokens together have a share of the probability of all. */
  private int fewest(float[] probabilities, long[] likeliestFirst, int tokens) {
    double sum = 0;
    for (int rank = 0; rank < tokens; rank++) {
      sum += probabilities[(int) likeliestFirst[rank]];
    }
    double share = sampling.topP() * sum;
    double cumulated = 0;
    int kept = 0;
    while (kept < tokens && cumulated < share) {
      cumulated += probabilities[(int) likeliestFirst[kept]];
      kept++;
    }
    return kept;
  }

  /** Returns the ids by descending logit and, of equal logits, by ascending id. */
  private static long[] likeliestFirst(float[] logits) {
    long[] order = new long[logits.length];
    for (int id = 0; id < logits.length; id++) {
      order[id] = ((long) descending(logits[id]) << Integer.SIZE) | id;
    }
    Arrays.sort(order);
    return order;
  }

  /** Returns an int that is the smaller, the larger a float is; 0 and -0 are equal. */
  private static int descending(float value) {
    int bits = Float.floatToIntBits(value + 0.0f);
    return bits >= 0 ? ~bits : bits & Integer.MAX_VALUE;
  }
}
