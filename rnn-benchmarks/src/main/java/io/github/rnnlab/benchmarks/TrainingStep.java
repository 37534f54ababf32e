package io.github.rnnlab.benchmarks;

import io.github.rnnlab.model.Initialization;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.optimizer.Adam;
import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.train.BackpropagationThroughTime;

/**
 * A training step: backpropagation through time over a batch of windows from random places of a
 * text, and a step of Adam.
 */
final class TrainingStep {
  private static final long SEED = 5;

  private final int[] text;
  private final int[][] windows;
  private final RandomStream places = RandomStream.named(SEED, "subset");
  private final BackpropagationThroughTime pass;
  private final Adam adam;
  private final Parameters gradients;

  /**
   * Draws the initial weights.
   *
   * @param text ids in [0, V), more than a window of them
   * @param steps T
   * @param batch B
   */
  TrainingStep(Backend backend, ModelShape shape, int[] text, int steps, int batch) {
    this.text = text;
    windows = new int[batch][steps + 1];
    LanguageModel model = new LanguageModel(backend, shape);
    model.initialize(Initialization.NORMAL, 0.05, 1, RandomStream.named(SEED, "init"));
    adam = new Adam(model, 0.9, 0.999, 1e-8, 0);
    gradients = model.weights().zerosLike();
    pass = new BackpropagationThroughTime(model, steps, batch);
  }

  /** Returns the shape of the model of {@code --cell --layers --hidden}. */
  static ModelShape shape(Options options) {
    return new ModelShape(
        Cell.of(options.text("cell")).orElseThrow(),
        options.whole("layers"),
        options.whole("hidden"),
        Seed.VOCABULARY);
  }

  /** Takes one step and returns its loss in nats per character. */
  double take() {
    for (int[] window : windows) {
      int start = (int) (places.nextDouble() * (text.length - window.length + 1));
      System.arraycopy(text, start, window, 0, window.length);
    }
    double loss = pass.lossAndGradients(windows, gradients);
    adam.step(gradients, 0.005);
    return loss / (windows.length * (windows[0].length - 1.0));
  }
}
