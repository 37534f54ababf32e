package io.github.rnnlab.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.model.Initialization;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.parameter.ParameterShape;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.ScalarBackend;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final int VOCABULARY = 5;

  @Test
  void drawsTheSameTextFromTheSameSeed() {
    LanguageModel model = drawnModel();
    int[] text = sample(model, 1, 9);
    assertThat(text).hasSize(200).contains(0, 1, 2, 3, 4);
    assertThat(sample(model, 1, 9)).isEqualTo(text);
    assertThat(sample(model, 1, 10)).isNotEqualTo(text);
  }

  @Test
  void stopsWhereItsThreadIsInterrupted() {
    LanguageModel model = drawnModel();
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> sample(model, 1, 9)).isInstanceOf(CancellationException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void forgetsTheFormerText() {
    Sampler sampler = new Sampler(drawnModel());
    int[] first =
        sampler.continueFrom(new int[] {1, 2}, 50, Sampling.at(1), RandomStream.named(9, "sample"));
    assertThat(
            sampler.continueFrom(
                new int[] {1, 2}, 50, Sampling.at(1), RandomStream.named(9, "sample")))
        .isEqualTo(first);
  }

  @Test
  void takesTheFirstOfTheLikeliestWithoutTemperature() {
    LanguageModel model = model();
    setOutputBias(model, 0, 3, 1, 3, 2);
    assertThat(sample(model, 0, 9)).containsOnly(1);
  }

  @Test
  void drawsInTheProportionsOfTheSoftmax() {
    LanguageModel model = model();
    setOutputBias(model, 0, (float) Math.log(3), 0, -200, -200);
    int[] text =
        new Sampler(model)
            .continueFrom(new int[] {0}, 10_000, Sampling.at(1), RandomStream.named(9, "sample"));
    assertThat(count(text, 1)).isBetween(5_800L, 6_200L);
    assertThat(count(text, 0)).isBetween(1_850L, 2_150L);
    assertThat(count(text, 2)).isBetween(1_850L, 2_150L);
    assertThat(count(text, 3) + count(text, 4)).isZero();
  }

  @Test
  void prefersTheLikelierAtALowTemperature() {
    LanguageModel model = model();
    setOutputBias(model, 0, 1, 0, 0, 0);
    long cold = count(sample(model, 0.3, 9), 1);
    long warm = count(sample(model, 1, 9), 1);
    long hot = count(sample(model, 10, 9), 1);
    assertThat(cold).isGreaterThan(warm);
    assertThat(warm).isGreaterThan(hot);
  }

  @Test
  void survivesExtremeTemperatures() {
    LanguageModel model = model();
    setOutputBias(model, 0, 90, 0, -90, 0);
    assertThat(sample(model, 1e-300, 9)).containsOnly(1);
    assertThat(sample(model, 1e300, 9)).contains(0, 1, 2, 3, 4);
  }

  @Test
  void writesNothingIfNothingIsAskedFor() {
    assertThat(
            new Sampler(drawnModel())
                .continueFrom(new int[] {1}, 0, Sampling.at(1), RandomStream.named(9, "sample")))
        .isEmpty();
  }

  @Test
  void needsAPrompt() {
    Sampler sampler = new Sampler(drawnModel());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                sampler.continueFrom(
                    new int[0], 1, Sampling.at(1), RandomStream.named(9, "sample")));
  }

  private static int[] sample(LanguageModel model, double temperature, long seed) {
    return new Sampler(model)
        .continueFrom(
            new int[] {1, 2}, 200, Sampling.at(temperature), RandomStream.named(seed, "sample"));
  }

  private static long count(int[] text, int id) {
    return Arrays.stream(text).filter(each -> each == id).count();
  }

  /** All weights are zero, so that the output's bias alone decides. */
  private static LanguageModel model() {
    return new LanguageModel(new ScalarBackend(), new ModelShape(Cell.VANILLA, 1, 3, VOCABULARY));
  }

  private static LanguageModel drawnModel() {
    LanguageModel model = model();
    model.initialize(Initialization.NORMAL, 1, 0, RandomStream.named(4, "init"));
    return model;
  }

  private static void setOutputBias(LanguageModel model, float... bias) {
    ParameterShape shape =
        model.weights().shapes().stream()
            .filter(each -> each.isBias() && each.size() == VOCABULARY)
            .findFirst()
            .orElseThrow();
    model.weights().write(shape, bias);
  }
}
