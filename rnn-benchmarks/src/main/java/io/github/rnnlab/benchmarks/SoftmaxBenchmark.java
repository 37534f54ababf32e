package io.github.rnnlab.benchmarks;

import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Ids;
import io.github.rnnlab.tensor.Losses;
import io.github.rnnlab.tensor.Matrix;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Softmax, cross-entropy and its gradient over the logits of a batch. */
public class SoftmaxBenchmark extends BackendBenchmark {
  /** B. */
  @Param({"1", "32"})
  public int batch;

  private Backend backend;
  private Matrix given;
  private Matrix logits;
  private Ids targets;
  private Losses losses;

  /** Allocates the logits of a batch of windows. */
  @Setup
  public void allocate(OpenBackend open) {
    backend = open.backend();
    int rows = Seed.STEPS * batch;
    given = Numbers.gaussian(backend, rows, Seed.VOCABULARY, 2);
    logits = backend.allocate(rows, Seed.VOCABULARY);
    targets = backend.allocateIds(rows);
    backend.write(Numbers.ids(rows, Seed.VOCABULARY), targets);
    losses = backend.allocateLosses(rows);
  }

  /** The losses; it works in place, so it begins with a copy of its input. */
  @Benchmark
  public Losses softmaxCrossEntropy() {
    backend.copy(given, logits);
    backend.softmaxCrossEntropy(logits, targets, 0, targets.count(), losses);
    return losses;
  }
}
