package io.github.rnnlab.config;

import io.github.rnnlab.config.ExperimentConfig.Schedule;
import io.github.rnnlab.setting.Section;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the keys of a schedule of learning rates. Each type has keys and defaults of its own. */
final class ScheduleReader {
  private static final List<String> KEYS =
      List.of("everyEpochs", "factor", "fromEpoch", "warmupSteps", "patience", "minLearningRate");

  private ScheduleReader() {}

  /**
   * Reads a schedule.
   *
   * @param learningRate that it starts from
   * @param validates whether there is a validation loss to look at
   */
  static Schedule schedule(Section at, int epochs, double learningRate, boolean validates) {
    String type = at.oneOf("type", "constant", "step", "exponential", "cosine", "plateau");
    List<String> keys =
        switch (type) {
          case "step" -> List.of("everyEpochs", "factor");
          case "exponential" -> List.of("factor", "fromEpoch");
          case "cosine" -> List.of("warmupSteps", "minLearningRate");
          case "plateau" -> List.of("factor", "patience", "minLearningRate");
          default -> List.of();
        };
    for (String key : KEYS) {
      if (at.has(key) && !keys.contains(key)) {
        throw at.refuse(
            key,
            "a key of another schedule than " + type,
            keys.isEmpty() ? "only the key type" : "only the keys type, " + String.join(", ", keys),
            "Remove it, or change training.schedule.type.");
      }
    }
    if (type.equals("plateau") && !validates) {
      throw at.refuse(
          "type",
          "\"plateau\" without held-out text",
          "a validation loss to look at",
          "Set prepare.validationFraction above 0, or choose another schedule.");
    }
    Schedule schedule =
        new Schedule(
            type,
            type.equals("step") ? whole(at, "everyEpochs", 1, 1) : null,
            keys.contains("factor") ? factor(at, type.equals("exponential") ? 0.97 : 0.1) : null,
            type.equals("exponential") ? whole(at, "fromEpoch", 1, 1) : null,
            type.equals("cosine") ? warmup(at) : null,
            type.equals("plateau") ? whole(at, "patience", 0, 10) : null,
            keys.contains("minLearningRate") ? minimum(at, learningRate) : null);
    refuseIfLate(at, "everyEpochs", schedule.everyEpochs(), epochs);
    refuseIfLate(at, "fromEpoch", schedule.fromEpoch(), epochs);
    return schedule;
  }

  private static Integer whole(Section at, String key, int least, int otherwise) {
    return at.has(key) ? at.wholeInt(key, least, Integer.MAX_VALUE) : otherwise;
  }

  private static Long warmup(Section at) {
    return at.has("warmupSteps") ? at.wholeNumber("warmupSteps", 0, Long.MAX_VALUE - 1) : 0L;
  }

  private static Double factor(Section at, double otherwise) {
    if (!at.has("factor")) {
      return otherwise;
    }
    double factor = at.fraction("factor");
    if (factor == 0) {
      throw at.refuse("factor", "0", "a number above 0 and below 1");
    }
    return factor;
  }

  private static Double minimum(Section at, double learningRate) {
    double minimum = at.has("minLearningRate") ? at.notNegative("minLearningRate") : 0;
    if (minimum > learningRate) {
      throw at.refuse(
          "minLearningRate",
          minimum + " above the learning rate " + learningRate,
          "at most training.optimizer.learningRate");
    }
    return minimum;
  }

  /** A schedule whose first change would come after the last epoch is a mistake. */
  private static void refuseIfLate(Section at, String key, @Nullable Integer epoch, int epochs) {
    if (at.has(key) && epoch != null && epoch >= epochs) {
      throw at.refuse(
          key,
          epoch + " in a run of " + epochs + " epochs, which would end before the schedule starts",
          "fewer than training.epochs",
          "Lower it, or raise training.epochs.");
    }
  }
}
