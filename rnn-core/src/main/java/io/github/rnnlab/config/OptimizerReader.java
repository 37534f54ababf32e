package io.github.rnnlab.config;

import io.github.rnnlab.config.ExperimentConfig.Optimizer;
import io.github.rnnlab.setting.Section;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the keys of an optimizer. Each type has keys and defaults of its own. */
final class OptimizerReader {
  private static final List<String> KEYS =
      List.of("beta1", "beta2", "epsilon", "momentum", "nesterov", "alpha");

  private OptimizerReader() {}

  static Optimizer optimizer(Section at) {
    String type = at.oneOf("type", "adam", "adamw", "rmsprop", "sgd");
    List<String> keys =
        switch (type) {
          case "rmsprop" -> List.of("alpha", "epsilon");
          case "sgd" -> List.of("momentum", "nesterov");
          default -> List.of("beta1", "beta2", "epsilon");
        };
    for (String key : KEYS) {
      if (at.has(key) && !keys.contains(key)) {
        throw at.refuse(
            key,
            "a key of another optimizer than " + type,
            "only the keys learningRate, " + String.join(", ", keys) + " and weightDecay",
            "Remove it, or change training.optimizer.type.");
      }
    }
    Double momentum = keys.contains("momentum") ? fraction(at, "momentum", 0) : null;
    return new Optimizer(
        type,
        at.positive("learningRate"),
        keys.contains("beta1") ? fraction(at, "beta1", 0.9) : null,
        keys.contains("beta2") ? fraction(at, "beta2", 0.999) : null,
        keys.contains("epsilon") ? epsilon(at) : null,
        momentum,
        keys.contains("nesterov") ? nesterov(at, momentum) : null,
        keys.contains("alpha") ? fraction(at, "alpha", 0.99) : null,
        at.has("weightDecay") ? at.notNegative("weightDecay") : type.equals("adamw") ? 0.01 : 0);
  }

  private static Double fraction(Section at, String key, double otherwise) {
    return at.has(key) ? at.fraction(key) : otherwise;
  }

  private static Double epsilon(Section at) {
    return at.has("epsilon") ? at.positive("epsilon") : 1e-8;
  }

  private static Boolean nesterov(Section at, @Nullable Double momentum) {
    boolean nesterov = at.has("nesterov") && at.flag("nesterov");
    if (nesterov && (momentum == null || momentum == 0)) {
      throw at.refuse(
          "nesterov",
          "true without a momentum",
          "a training.optimizer.momentum above 0 beside it",
          "Set training.optimizer.momentum, for instance to 0.9, or remove the key.");
    }
    return nesterov;
  }
}
