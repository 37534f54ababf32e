package io.github.rnnlab.benchmarks;

import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Follower;
import io.github.rnnlab.tensor.Matrix;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The recurrence of the vanilla cell over a window, and its gradient. */
public class RecurrenceBenchmark extends BackendBenchmark {
  private static final double STEP = (double) Seed.HIDDEN * Seed.HIDDEN;

  /** B. */
  @Param({"1", "32"})
  public int batch;

  private Backend backend;
  private Matrix inputs;
  private Matrix weights;
  private Matrix transposedWeights;
  private Matrix states;
  private Matrix statesAfter;
  private Matrix outerGradients;
  private Matrix dStates;

  /** Allocates a window and computes its states, which the gradient needs. */
  @Setup
  public void allocate(OpenBackend open) {
    backend = open.backend();
    int rows = Seed.STEPS * batch;
    inputs = Numbers.gaussian(backend, rows, Seed.HIDDEN, 0.5);
    weights = Numbers.gaussian(backend, Seed.HIDDEN, Seed.HIDDEN, 0.05);
    transposedWeights = backend.allocate(Seed.HIDDEN, Seed.HIDDEN);
    backend.transpose(weights, transposedWeights);
    states = backend.allocate(rows + batch, Seed.HIDDEN);
    statesAfter = states.rows(batch, rows);
    outerGradients = Numbers.gaussian(backend, rows, Seed.HIDDEN, 1e-3);
    dStates = backend.allocate(rows, Seed.HIDDEN);
    backend.copy(inputs, statesAfter);
    backend.tanhRecurrence(weights, states, batch, Follower.NONE);
  }

  /**
   * T steps forward. The recurrence works in place, so it begins with a copy of its input, about a
   * hundredth of the work for one sequence.
   */
  @Benchmark
  public void forward(MultiplyAdds multiplyAdds) {
    backend.copy(inputs, statesAfter);
    backend.tanhRecurrence(weights, states, batch, Follower.NONE);
    multiplyAdds.add(Seed.STEPS * batch * STEP);
  }

  /** T steps back, in place as well. */
  @Benchmark
  public void gradient(MultiplyAdds multiplyAdds) {
    backend.copy(outerGradients, dStates);
    backend.tanhRecurrenceGradient(transposedWeights, states, dStates, batch, Follower.NONE);
    multiplyAdds.add((Seed.STEPS - 1) * batch * STEP);
  }
}
