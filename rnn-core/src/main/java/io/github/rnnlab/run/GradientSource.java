package io.github.rnnlab.run;

import io.github.rnnlab.checkpoint.Checkpoint;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.train.ShardGradients;
import io.github.rnnlab.train.StepGradient;
import io.github.rnnlab.train.TrainingPlan;
import java.util.Optional;

/**
 * Where the gradients of a run are computed: here, or by several machines together. Threads may
 * share it, unless it says otherwise.
 */
@FunctionalInterface
public interface GradientSource {
  /** Computes all shards here. */
  GradientSource HERE = (model, plan, start) -> new ShardGradients(model, plan);

  /**
   * Begins to compute the gradients of a run.
   *
   * @param model the model, which already has the weights of the start
   * @param start the checkpoint that the run goes on from; empty at its first weights
   */
  StepGradient open(LanguageModel model, TrainingPlan plan, Optional<Checkpoint> start);
}
