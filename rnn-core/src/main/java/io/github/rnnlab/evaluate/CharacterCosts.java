package io.github.rnnlab.evaluate;

import io.github.rnnlab.corpus.Tokenizer;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.Pass;
import io.github.rnnlab.tensor.FloatMath;
import io.github.rnnlab.train.Streaming;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Adds up what it costs a model to predict each character. Not safe for use by several threads. */
final class CharacterCosts implements Streaming.Listener {
  private final LanguageModel model;
  private final long[] counts;
  private final double[] losses;
  private float[] logits = new float[0];

  CharacterCosts(LanguageModel model) {
    this.model = model;
    counts = new long[model.shape().vocabulary()];
    losses = new double[counts.length];
  }

  @Override
  public void predicted(int[] targets, Pass pass) {
    int vocabulary = counts.length;
    if (logits.length != pass.steps() * vocabulary) {
      logits = new float[pass.steps() * vocabulary];
    }
    model.backend().read(pass.logits(), logits);
    for (int step = 0; step < pass.steps(); step++) {
      int target = targets[step];
      counts[target]++;
      losses[target] += loss(step * vocabulary, target);
    }
  }

  /** Returns the loss of a target whose row of logits begins at an index. */
  private double loss(int from, int target) {
    float max = Float.NEGATIVE_INFINITY;
    for (int id = 0; id < counts.length; id++) {
      max = Math.max(max, logits[from + id]);
    }
    double sum = 0;
    for (int id = 0; id < counts.length; id++) {
      sum += FloatMath.exp(logits[from + id] - max);
    }
    return StrictMath.log(sum) - (logits[from + target] - max);
  }

  /** Returns the characters that were predicted, those first that cost most together. */
  List<EvaluationReport.Cost> costs(Tokenizer tokenizer) {
    double whole = 0;
    for (double loss : losses) {
      whole += loss;
    }
    List<EvaluationReport.Cost> costs = new ArrayList<>();
    for (int id = 0; id < counts.length; id++) {
      if (counts[id] > 0) {
        costs.add(
            new EvaluationReport.Cost(
                tokenizer.symbol(id),
                counts[id],
                losses[id] / counts[id],
                whole == 0 ? 0 : losses[id] / whole));
      }
    }
    costs.sort(Comparator.comparingDouble(cost -> -cost.share())); // A stable sort.
    return costs;
  }
}
