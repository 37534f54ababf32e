package io.github.rnnlab.benchmarks;

import io.github.rnnlab.tensor.Backend;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A whole step of the optimizer, on text without structure. */
public class TrainingStepBenchmark extends BackendBenchmark {
  private static final int CHARACTERS = 1_000_000;

  /** B. */
  @Param({"1", "32"})
  public int batch;

  private TrainingStep step;

  /** Allocates the model and the text. */
  @Setup
  public void allocate(OpenBackend open) {
    Backend backend = open.backend();
    step =
        new TrainingStep(
            backend,
            Seed.shape(Seed.VOCABULARY),
            Numbers.ids(CHARACTERS, Seed.VOCABULARY),
            Seed.STEPS,
            batch);
  }

  /** Backpropagation through time and Adam. */
  @Benchmark
  public double step() {
    return step.take();
  }
}
