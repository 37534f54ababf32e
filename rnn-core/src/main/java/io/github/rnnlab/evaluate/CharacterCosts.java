package io.github.rnnlab.evaluate;

import io.github.rnnlab.corpus.Tokenizer;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.Pass;
import io.github.rnnlab.tensor.LogSoftmax;
import io.github.rnnlab.train.Streaming;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Adds up what it costs a model to predict each token. Not safe for use by several threads. */
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
      int row = step * vocabulary;
      counts[target]++;
      losses[target] -= LogSoftmax.of(logits, row, vocabulary).logarithm(logits[row + target]);
    }
  }

  /** Returns the tokens that were predicted, those first that cost most together. */
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
