package io.github.rnnlab.config;

import io.github.rnnlab.config.ExperimentConfig.Schedule;
import io.github.rnnlab.setting.Section;

/** Checks the keys of training that need a validation loss. */
final class PatienceReader {
  private PatienceReader() {}

  /**
   * Reads the steps from one further validation to the next; 0 for none.
   *
   * @param validates whether there is held-out text
   */
  static int validateEverySteps(Section at, boolean validates) {
    int every = at.wholeInt("validateEverySteps", 0, Integer.MAX_VALUE);
    requireHeldOutText(at, "validateEverySteps", every, validates);
    return every;
  }

  /**
   * Reads the epochs without a lower validation loss after which training ends; 0 for none.
   *
   * @param validates whether there is held-out text
   */
  static int patience(
      Section at, int epochs, int validateEvery, Schedule schedule, boolean validates) {
    int patience = at.wholeInt("patience", 0, Integer.MAX_VALUE);
    if (patience == 0) {
      return 0;
    }
    requireHeldOutText(at, "patience", patience, validates);
    if (patience < validateEvery) {
      throw at.refuse(
          "patience",
          patience + ", fewer epochs than from one validation to the next",
          "at least training.validateEvery, " + validateEvery,
          "Raise it, or lower training.validateEvery.");
    }
    if (patience >= epochs) {
      throw at.refuse(
          "patience",
          patience + " in a run of " + epochs + " epochs, which it could not end early",
          "fewer than training.epochs",
          "Lower it, raise training.epochs, or set training.patience to 0.");
    }
    Integer ofPlateau = schedule.patience();
    int validations = (patience - 1) / validateEvery + 1;
    if (ofPlateau != null && ofPlateau + 1L >= validations) {
      throw at.refuse(
          "patience",
          patience + ", which ends training before a lower learning rate is tried",
          "more than (training.schedule.patience + 1) * training.validateEvery, "
              + (ofPlateau + 1L) * validateEvery,
          "Raise it, or lower training.schedule.patience.");
    }
    return patience;
  }

  private static void requireHeldOutText(Section at, String key, int value, boolean validates) {
    if (value > 0 && !validates) {
      throw at.refuse(
          key,
          value + " without held-out text",
          "a validation loss to look at",
          "Set prepare.validationFraction above 0, or training." + key + " to 0.");
    }
  }
}
