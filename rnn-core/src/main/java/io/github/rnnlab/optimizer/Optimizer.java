package io.github.rnnlab.optimizer;

import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.tensor.Backend;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Moves the weights of a model against their gradients. What it keeps from step to step are numbers
 * of the shapes of the weights, all 0 at first, and the number of steps.
 *
 * <p>One thread at a time may take steps. A step changes the weights and the state, and no other
 * thread may use the weights meanwhile.
 */
public abstract class Optimizer {
  final Backend backend;
  final Parameters weights;
  private final float weightDecay;
  private final Map<String, Parameters> state = new LinkedHashMap<>();
  private long steps;

  /**
   * Starts with the first step.
   *
   * @param weightDecay the share of each weight that is added to its gradient, as the penalty
   *     {@code weightDecay w^2 / 2} has it; 0 for none
   */
  Optimizer(LanguageModel model, double weightDecay) {
    backend = model.backend();
    weights = model.weights();
    this.weightDecay = (float) weightDecay;
  }

  /** Allocates a part of the state. */
  final Parameters keep(String name) {
    Parameters part = weights.zerosLike();
    state.put(name, part);
    return part;
  }

  /**
   * Returns what the optimizer keeps, by names such as {@code first}. Every step changes it in
   * place. An optimizer may keep nothing.
   */
  public final Map<String, Parameters> state() {
    return Collections.unmodifiableMap(state);
  }

  /** Continues after {@code stepsDone} steps, whose state is already here. */
  public final void continueFrom(long stepsDone) {
    steps = stepsDone;
  }

  /**
   * Moves the weights by one step.
   *
   * @param gradients overwritten
   */
  public final void step(Parameters gradients, double learningRate) {
    steps++;
    if (weightDecay != 0) {
      backend.axpby(weightDecay, weights.block(), 1, gradients.block());
    }
    move(steps, gradients, learningRate);
  }

  /**
   * Takes a step, whose gradients have the weight decay in them and may be overwritten.
   *
   * @param step counted from 1
   */
  abstract void move(long step, Parameters gradients, double learningRate);
}
