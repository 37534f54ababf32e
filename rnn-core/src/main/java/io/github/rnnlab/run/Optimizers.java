package io.github.rnnlab.run;

import static java.util.Objects.requireNonNull;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.optimizer.Adam;
import io.github.rnnlab.optimizer.AdamW;
import io.github.rnnlab.optimizer.Optimizer;
import io.github.rnnlab.optimizer.RmsProp;
import io.github.rnnlab.optimizer.Sgd;

/** Makes the optimizer that a config asks for. */
public final class Optimizers {
  private Optimizers() {}

  /** Returns an optimizer of a model's weights, before its first step. */
  static Optimizer of(ExperimentConfig.Optimizer config, LanguageModel model) {
    double decay = config.weightDecay();
    return switch (config.type()) {
      case "adam" -> new Adam(model, beta1(config), beta2(config), epsilon(config), decay);
      case "adamw" -> new AdamW(model, beta1(config), beta2(config), epsilon(config), decay);
      case "rmsprop" -> new RmsProp(model, requireNonNull(config.alpha()), epsilon(config), decay);
      case "sgd" -> new Sgd(model, momentum(config), requireNonNull(config.nesterov()), decay);
      default -> throw new IllegalArgumentException(config.type());
    };
  }

  /** Returns how many numbers the optimizer keeps for each weight. */
  public static int moments(ExperimentConfig.Optimizer config) {
    return switch (config.type()) {
      case "sgd" -> momentum(config) == 0 ? 0 : 1;
      case "rmsprop" -> 1;
      default -> 2;
    };
  }

  private static double beta1(ExperimentConfig.Optimizer config) {
    return requireNonNull(config.beta1());
  }

  private static double beta2(ExperimentConfig.Optimizer config) {
    return requireNonNull(config.beta2());
  }

  private static double epsilon(ExperimentConfig.Optimizer config) {
    return requireNonNull(config.epsilon());
  }

  private static double momentum(ExperimentConfig.Optimizer config) {
    return requireNonNull(config.momentum());
  }
}
