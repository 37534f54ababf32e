package io.github.rnnlab.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.optimizer.LearningRate;
import io.github.rnnlab.train.GoldenFiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The learning rates of PyTorch's schedulers, which {@code golden_schedules.py} has written. */
class GoldenSchedulesTest {
  /** In relation to the first rate; PyTorch multiplies rate by rate, and not from the first. */
  private static final double TOLERANCE = 1e-13;

  /**
   * What PyTorch gave.
   *
   * @param torch its version
   * @param losses of the validation after each epoch
   */
  record Golden(
      String torch,
      double learningRate,
      int epochs,
      int stepsPerEpoch,
      List<Double> losses,
      List<Case> cases) {}

  /**
   * One schedule.
   *
   * @param schedule the keys of {@code training.schedule}
   * @param rates of each step
   */
  record Case(Map<String, Object> schedule, List<Double> rates) {
    @Override
    public String toString() {
      return schedule.toString();
    }
  }

  static Stream<Arguments> cases() {
    Golden golden = Json.read(GoldenFiles.text("schedules.json"), Golden.class);
    assertThat(golden.cases()).hasSize(8);
    return golden.cases().stream().map(one -> Arguments.of(golden, one));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("cases")
  void givesPyTorchsRates(Golden golden, Case expected) {
    Map<String, Object> training = new LinkedHashMap<>();
    training.put("epochs", golden.epochs());
    training.put("optimizer", Map.of("learningRate", golden.learningRate()));
    training.put("schedule", expected.schedule());
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", "n");
    config.put("corpus", Map.of("file", "a.txt"));
    config.put("training", training);
    int steps = golden.epochs() * golden.stepsPerEpoch();
    LearningRate rate =
        LearningRates.of(ExperimentConfigs.parse(Json.line(config), "n").training(), steps);

    assertThat(expected.rates()).hasSize(steps);
    for (int epoch = 1; epoch <= golden.epochs(); epoch++) {
      for (int i = 1; i <= golden.stepsPerEpoch(); i++) {
        int step = (epoch - 1) * golden.stepsPerEpoch() + i;
        assertThat(rate.of(epoch, step))
            .as("rate of step %d", step)
            .isCloseTo(expected.rates().get(step - 1), within(TOLERANCE * golden.learningRate()));
      }
      rate.judged(golden.losses().get(epoch - 1));
    }
  }
}
