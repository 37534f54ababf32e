package io.github.rnnlab.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rnnlab.corpus.Vocabulary;
import io.github.rnnlab.model.Initialization;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.model.Pass;
import io.github.rnnlab.page.Markup;
import io.github.rnnlab.parameter.ParameterShape;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.ScalarBackend;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class InspectionTest {
  private static final Vocabulary VOCABULARY = Vocabulary.of(List.of("\n", "<", ">", "\u2028"));
  private static final int[] TEXT = {1, 2, 0, 3, 1, 1, 2};

  /** With all weights zero, every state follows from the input biases alone. */
  @Test
  void keepsTheActivationsOfAVanillaCell() {
    LanguageModel model = new LanguageModel(new ScalarBackend(), shape(Cell.VANILLA, 1));
    write(model, "bh", 0, 1, -3);
    Inspection.States states = inspect(model).states().get(0);
    assertThat(states.name()).isEqualTo("layer 1, hidden state");
    assertThat(states.units()).isEqualTo(3);
    // 127 tanh(1) = 96.7, 127 tanh(-3) = -126.4
    byte[] values = Base64.getDecoder().decode(states.values());
    assertThat(values).hasSize(3 * TEXT.length).startsWith(0, 97, -126).endsWith(0, 97, -126);
  }

  @Test
  void keepsBothStatesOfAnLstm() {
    LanguageModel model = new LanguageModel(new ScalarBackend(), shape(Cell.LSTM, 2));
    // The candidate's biases are the third of four; the other gates are at a half.
    write(model, "bias_ih_l0", 0, 0, 0, 0, 0, 0, 0, 1, -3, 0, 0, 0);
    List<Inspection.States> states = inspect(model).states();
    assertThat(states)
        .extracting(Inspection.States::name)
        .containsExactly(
            "layer 1, hidden state",
            "layer 1, cell state",
            "layer 2, hidden state",
            "layer 2, cell state");
    double cell = 0;
    for (int token = 0; token < TEXT.length; token++) {
      cell = 0.5 * cell + 0.5 * Math.tanh(1);
      double tanh = Math.tanh(cell);
      assertThat(value(states.get(1), token, 1)).isEqualTo((int) Math.rint(127 * tanh));
      assertThat(value(states.get(0), token, 1)).isEqualTo((int) Math.rint(127 * tanh / 2));
      assertThat(value(states.get(3), token, 1)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Cell.class)
  void theCostsAreTheLossOfOnePassOverAllTokens(Cell cell) {
    LanguageModel model = drawn(cell);
    Pass pass = model.pass(TEXT.length - 1, 1);
    pass.startFromZero();
    int[] inputs = new int[TEXT.length - 1];
    int[] targets = new int[TEXT.length - 1];
    System.arraycopy(TEXT, 0, inputs, 0, inputs.length);
    System.arraycopy(TEXT, 1, targets, 0, targets.length);
    model.forward(inputs, pass);
    double nats = model.loss(targets, pass);
    Inspection inspection = inspect(model);
    assertThat(inspection.bits().get(0)).isNull();
    double bits =
        inspection.bits().stream().filter(Objects::nonNull).mapToDouble(cost -> cost).sum();
    assertThat(bits).isCloseTo(nats / Math.log(2), within(1e-4));
  }

  @Test
  void guessesTheLikeliestTokens() {
    LanguageModel model = new LanguageModel(new ScalarBackend(), shape(Cell.GRU, 1));
    write(model, "output.bias", 0, (float) Math.log(3), (float) Math.log(5), 0);
    Inspection inspection = inspect(model);
    assertThat(inspection.guesses().get(0)).isEmpty();
    assertThat(inspection.guesses().get(1))
        .extracting(Inspection.Guess::token)
        .containsExactly(">", "<", "\n");
    assertThat(inspection.guesses().get(1).get(0).share()).isCloseTo(0.5, within(1e-6));
    assertThat(inspection.bits().get(1)).isCloseTo(1, within(1e-6));
  }

  @Test
  void thePageIsValidAndTheSameWheneverItIsMade() throws Exception {
    String page = page(drawn(Cell.LSTM), TEXT);
    Markup.requireValid(page);
    assertThat(page(drawn(Cell.LSTM), TEXT)).isEqualTo(page);
    JsonNode text = Markup.data(page).path("texts").path(0);
    assertThat(text.path("name").stringValue()).isEqualTo("</script><b>");
    assertThat(text.path("tokens").path(3).stringValue()).isEqualTo("\u2028");
    assertThat(page).doesNotContain("<b>", "\u2028");
  }

  @Test
  void aPageHoldsTheStartOfALongText() throws Exception {
    JsonNode text = Markup.data(page(drawn(Cell.GRU), new int[5_000])).path("texts").path(0);
    assertThat(text.path("tokens").size()).isEqualTo(InspectionPage.MOST_TOKENS);
    assertThat(Markup.data(page(drawn(Cell.GRU), new int[0])).path("texts").size()).isZero();
  }

  private static String page(LanguageModel model, int[] ids) {
    InspectionPage page = new InspectionPage("play", model, VOCABULARY);
    page.read("</script><b>", ids);
    return page.html();
  }

  private static Inspection inspect(LanguageModel model) {
    return Inspection.of("text", model, VOCABULARY, TEXT);
  }

  private static ModelShape shape(Cell cell, int layers) {
    return new ModelShape(cell, layers, 3, VOCABULARY.size());
  }

  private static LanguageModel drawn(Cell cell) {
    LanguageModel model = new LanguageModel(new ScalarBackend(), shape(cell, 2));
    model.initialize(Initialization.NORMAL, 0.9, 1, RandomStream.named(5, "weights"));
    return model;
  }

  private static void write(LanguageModel model, String name, float... values) {
    ParameterShape parameter =
        model.weights().shapes().stream()
            .filter(shape -> shape.name().equals(name))
            .findFirst()
            .orElseThrow();
    model.weights().write(parameter, values);
  }

  private static int value(Inspection.States states, int token, int unit) {
    return Base64.getDecoder().decode(states.values())[token * states.units() + unit];
  }
}
