package io.github.rnnlab.inspect;

import io.github.rnnlab.corpus.Tokenizer;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.Pass;
import io.github.rnnlab.model.Shard;
import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.tensor.LogSoftmax;
import io.github.rnnlab.tensor.Matrix;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model does while it reads a text, token by token, from a state of zeros (after Karpathy,
 * Johnson and Li, "Visualizing and understanding recurrent networks", 2015).
 *
 * @param name of the text
 * @param tokens the text of each token
 * @param bits what it costs to predict each token from those before it; absent for the first
 * @param guesses the likeliest tokens at each place, before it is read; none for the first
 * @param states what each unit holds after each token
 */
record Inspection(
    String name,
    List<String> tokens,
    List<@Nullable Double> bits,
    List<List<Guess>> guesses,
    List<States> states) {
  private static final double BITS_PER_NAT = 1 / StrictMath.log(2);
  private static final int GUESSES = 3;

  /** A byte holds 127 times an activation, which lies between -1 and 1. */
  private static final int SCALE = 127;

  /**
   * A token that the model expected.
   *
   * @param token its text
   * @param share its probability
   */
  record Guess(String token, double share) {}

  /**
   * The states of a layer.
   *
   * @param name such as {@code layer 1, hidden state}
   * @param units their number
   * @param values 127 times the activation of each unit after each token, in bytes as Base64; of an
   *     LSTM's cell state, its hyperbolic tangent
   */
  record States(String name, int units, String values) {}

  /** Returns the numbers that a model keeps after each token, over all layers. */
  static long statesPerToken(LanguageModel model) {
    return model.states(1).block().matrices().stream().mapToLong(Matrix::columns).sum();
  }

  /** Reads a text of at least one token. */
  static Inspection of(String name, LanguageModel model, Tokenizer tokenizer, int[] ids) {
    Pass pass = model.pass(1, 1);
    pass.startFromZero();
    pass.freezeWeights();
    Parameters last = model.states(1);
    List<Matrix> matrices = last.block().matrices();
    List<byte[]> values =
        matrices.stream().map(matrix -> new byte[ids.length * matrix.columns()]).toList();
    float[] logits = new float[model.shape().vocabulary()];
    List<String> tokens = new ArrayList<>();
    List<@Nullable Double> bits = new ArrayList<>();
    List<List<Guess>> guesses = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      tokens.add(tokenizer.symbol(ids[i]));
      Prediction prediction = i == 0 ? null : new Prediction(logits);
      bits.add(prediction == null ? null : Double.valueOf(prediction.bits(ids[i])));
      guesses.add(prediction == null ? List.of() : prediction.likeliest(tokenizer));
      model.forward(new int[] {ids[i]}, pass);
      model.backend().read(pass.logits(), logits);
      pass.keepLastStates(last, Shard.whole(pass.batch()));
      pass.startFromLastState();
      for (int state = 0; state < matrices.size(); state++) {
        keep(model, matrices.get(state), isCell(last, state), values.get(state), i);
      }
    }
    List<States> states = new ArrayList<>();
    for (int state = 0; state < matrices.size(); state++) {
      states.add(
          new States(
              named(last.shapes().get(state).name()),
              matrices.get(state).columns(),
              Base64.getEncoder().encodeToString(values.get(state))));
    }
    return new Inspection(name, tokens, bits, guesses, states);
  }

  private static void keep(
      LanguageModel model, Matrix matrix, boolean isCell, byte[] values, int token) {
    float[] numbers = new float[matrix.columns()];
    model.backend().read(matrix, numbers);
    for (int unit = 0; unit < numbers.length; unit++) {
      double number = isCell ? StrictMath.tanh(numbers[unit]) : numbers[unit];
      values[token * numbers.length + unit] = (byte) Math.rint(SCALE * number);
    }
  }

  private static boolean isCell(Parameters states, int state) {
    return states.shapes().get(state).name().startsWith("cell");
  }

  /** Returns the name of a state for readers, such as {@code layer 1, cell state}. */
  private static String named(String state) {
    int layer = Integer.parseInt(state.substring(state.lastIndexOf('l') + 1)) + 1;
    return "layer " + layer + ", " + state.substring(0, state.indexOf('_')) + " state";
  }

  /** The distribution of the next token. */
  private static final class Prediction {
    private final double[] shares;

    Prediction(float[] logits) {
      LogSoftmax probabilities = LogSoftmax.of(logits, 0, logits.length);
      shares = new double[logits.length];
      for (int id = 0; id < logits.length; id++) {
        shares[id] = probabilities.probability(logits[id]);
      }
    }

    /** Returns the cost of a token; that of an impossible one is as of the smallest number. */
    double bits(int id) {
      return -StrictMath.log(Math.max(shares[id], Double.MIN_NORMAL)) * BITS_PER_NAT;
    }

    List<Guess> likeliest(Tokenizer tokenizer) {
      List<Guess> likeliest = new ArrayList<>();
      double[] left = shares.clone();
      while (likeliest.size() < Math.min(GUESSES, left.length)) {
        int best = 0;
        for (int id = 1; id < left.length; id++) {
          best = left[id] > left[best] ? id : best;
        }
        likeliest.add(new Guess(tokenizer.symbol(best), left[best]));
        left[best] = -1;
      }
      return likeliest;
    }
  }
}
