package io.github.rnnlab.worker;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.evaluate.EvaluationRequest;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.launch.Order;
import io.github.rnnlab.trained.Weights;
import io.github.rnnlab.verify.VerificationRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A request to a worker: the first line of its standard input, in JSON.
 *
 * @param goal what to do
 * @param order the run and where it happens
 * @param weights which weights {@link Goal#GENERATE} and {@link Goal#ANSWER} write with
 * @param verification what {@link Goal#VERIFY} verifies; null for other goals
 * @param evaluation what {@link Goal#EVALUATE} judges the model on and {@link Goal#INSPECT} lets it
 *     read; null for other goals
 * @param systemProperties the properties of the worker's JVM
 */
public record WorkerRequest(
    Goal goal,
    Order order,
    Weights weights,
    @Nullable VerificationRequest verification,
    @Nullable EvaluationRequest evaluation,
    SystemProperties systemProperties) {
  /** Asks for a goal that needs an order alone. */
  public WorkerRequest(Goal goal, Order order) {
    this(goal, order, Weights.FINISHED, null, null, SystemProperties.NONE);
  }

  /** Asks for text by some weights of a run: {@link Goal#GENERATE} or {@link Goal#ANSWER}. */
  public WorkerRequest(Goal goal, Order order, Weights weights) {
    this(goal, order, weights, null, null, SystemProperties.NONE);
  }

  /** Asks for {@link Goal#VERIFY}. */
  public WorkerRequest(Order order, VerificationRequest verification) {
    this(Goal.VERIFY, order, Weights.FINISHED, verification, null, SystemProperties.NONE);
  }

  /** Asks for {@link Goal#EVALUATE} or {@link Goal#INSPECT}. */
  public WorkerRequest(Goal goal, Order order, EvaluationRequest evaluation) {
    this(goal, order, Weights.FINISHED, null, evaluation, SystemProperties.NONE);
  }

  /** Returns a copy with system properties for the worker. */
  public WorkerRequest with(SystemProperties properties) {
    return new WorkerRequest(goal, order, weights, verification, evaluation, properties);
  }

  /** Returns the request as one line of JSON without its line feed. */
  public String toLine() {
    return Json.line(this);
  }

  /**
   * Reads the result of {@link #toLine()}.
   *
   * @throws BrokenRunException if the line is anything else
   */
  static WorkerRequest fromLine(String line) {
    try {
      return Json.read(line, WorkerRequest.class);
    } catch (JacksonException e) {
      throw new BrokenRunException(
          "The worker cannot read what it is asked for ("
              + e.getOriginalMessage()
              + "). Use the same version of the plugin and of rnn-core.",
          e);
    }
  }
}
