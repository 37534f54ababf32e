package io.github.rnnlab.benchmarks;

import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.optimizer.Adam;
import io.github.rnnlab.parameter.ParameterShape;
import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.tensor.Backend;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** A step of Adam over all parameters of the seed's model. */
public class AdamBenchmark extends BackendBenchmark {
  private Adam adam;
  private Parameters gradients;

  /** Allocates weights, moments and gradients. */
  @Setup
  public void allocate(OpenBackend open) {
    Backend backend = open.backend();
    LanguageModel model = new LanguageModel(backend, Seed.shape(Seed.VOCABULARY));
    adam = new Adam(model, 0.9, 0.999, 1e-8, 0);
    gradients = model.weights().zerosLike();
    for (ParameterShape shape : gradients.shapes()) {
      Numbers.fillGaussian(backend, gradients.matrix(shape.name()), 1e-3);
    }
  }

  /** One step. */
  @Benchmark
  public void adam() {
    adam.step(gradients, 0.001);
  }
}
