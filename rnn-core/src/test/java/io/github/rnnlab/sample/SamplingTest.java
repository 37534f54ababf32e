package io.github.rnnlab.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rnnlab.corpus.Vocabulary;
import io.github.rnnlab.model.Initialization;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.parameter.ParameterShape;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.ScalarBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingTest {
  private static final int VOCABULARY = 7;
  private static final int LENGTH = 60;

  static IntStream seeds() {
    return IntStream.range(0, 12);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void topKOfTheVocabularyAndTopPOfOneChangeNothing(int seed) {
    LanguageModel model = drawnModel(seed);
    for (double temperature : new double[] {0, 0.3, 1, 3}) {
      Sampling all = Sampling.at(temperature);
      int[] text = write(model, all, seed);
      assertThat(write(model, all.topK(VOCABULARY), seed)).isEqualTo(text);
      assertThat(write(model, all.topK(Integer.MAX_VALUE), seed)).isEqualTo(text);
      assertThat(write(model, all.topP(1), seed)).isEqualTo(text);
      assertThat(write(model, all.topK(VOCABULARY).topP(1), seed)).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theNarrowestChoiceIsThatOfTemperatureZero(int seed) {
    LanguageModel model = drawnModel(seed);
    int[] text = write(model, Sampling.at(0), seed);
    assertThat(write(model, Sampling.at(1).topK(1), seed)).isEqualTo(text);
    assertThat(write(model, Sampling.at(1).topP(Double.MIN_VALUE), seed)).isEqualTo(text);
    assertThat(write(model, Sampling.beams(1), seed)).isEqualTo(text);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aWiderBeamFindsNoLessLikelyTextThanTemperatureZero(int seed) {
    LanguageModel model = drawnModel(seed);
    double greedy = search(model, LENGTH, 1).score();
    for (int width : new int[] {2, 3, 8, 50}) {
      assertThat(search(model, LENGTH, width).score()).isGreaterThanOrEqualTo(greedy);
    }
  }

  /** A beam that drops nothing finds the likeliest of all texts. */
  @ParameterizedTest
  @MethodSource("seeds")
  void theWidestBeamFindsTheLikeliestText(int seed) {
    LanguageModel model = drawnModel(seed);
    BeamSearch.Found found = search(model, 3, VOCABULARY * VOCABULARY);
    int[] likeliest = new int[0];
    double best = Double.NEGATIVE_INFINITY;
    for (int text = 0; text < VOCABULARY * VOCABULARY * VOCABULARY; text++) {
      int[] ids = {
        text / (VOCABULARY * VOCABULARY), text / VOCABULARY % VOCABULARY, text % VOCABULARY
      };
      double score = score(model, ids);
      if (score > best) {
        best = score;
        likeliest = ids;
      }
    }
    assertThat(found.ids()).isEqualTo(likeliest);
    assertThat(found.score()).isCloseTo(best, org.assertj.core.data.Offset.offset(1e-4));
  }

  @Test
  void equalTokensAreTakenInTheOrderOfTheVocabulary() {
    LanguageModel model = model();
    setOutputBias(model, 0, 2, 2, -0.0f, 2, 0, 2);
    assertThat(write(model, Sampling.at(1).topK(2), 3)).containsOnly(1, 2);
    assertThat(write(model, Sampling.at(1).topK(5), 3)).containsOnly(0, 1, 2, 4, 6);
    assertThat(write(model, Sampling.beams(4), 3)).containsOnly(1);
  }

  @Test
  void topPKeepsTheFewestTokensThatHaveIt() {
    LanguageModel model = model();
    setOutputBias(model, ln(1), ln(4), ln(2), ln(8), ln(1), -300, -300);
    assertThat(write(model, Sampling.at(1).topP(0.49), 3)).containsOnly(3);
    assertThat(write(model, Sampling.at(1).topP(0.7), 3)).containsOnly(1, 3);
    assertThat(write(model, Sampling.at(1).topP(0.8), 3)).containsOnly(1, 2, 3);
    assertThat(write(model, Sampling.at(1).topK(2).topP(0.66), 3)).containsOnly(3);
    assertThat(write(model, Sampling.at(1).topK(2).topP(0.67), 3)).containsOnly(1, 3);
  }

  @Test
  void everyTextOfASeedDrawsFromItsOwnStream() {
    TextModel model = new TextModel(drawnModel(2), vocabulary());
    Sampling sampling = Sampling.at(1);
    String first = model.generate("a", LENGTH, 1, 5);
    assertThat(model.generate("a", LENGTH, sampling.number(1), 5)).isEqualTo(first);
    String second = model.generate("a", LENGTH, sampling.number(2), 5);
    assertThat(second).isNotEqualTo(first);
    assertThat(model.generate("a", LENGTH, sampling.number(2), 5)).isEqualTo(second);
    assertThat(model.generate("a", LENGTH, sampling.number(3), 5)).isNotIn(first, second);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aTextEndsBeforeTheFirstStopString(int seed) {
    TextModel model = new TextModel(drawnModel(seed), vocabulary());
    String whole = model.generate("a", LENGTH, 1, seed);
    Random random = new Random(seed);
    for (int trial = 0; trial < 20; trial++) {
      int at = 1 + random.nextInt(LENGTH - 3);
      String stop = whole.substring(at, at + 1 + random.nextInt(3));
      String other = "g".repeat(1 + random.nextInt(4));
      String text = model.generate("a", LENGTH, Sampling.at(1).until(stop, other), seed);
      int end = whole.length();
      for (String string : List.of(stop, other)) {
        int found = whole.indexOf(string, 1);
        end = found < 0 ? end : Math.min(end, found);
      }
      assertThat(text).isEqualTo(whole.substring(0, end));
    }
  }

  @Test
  void aBeamIsCutBeforeAStopStringToo() {
    TextModel model = new TextModel(drawnModel(3), vocabulary());
    String whole = model.generate("a", LENGTH, Sampling.beams(3), 5);
    String stop = whole.substring(20, 22);
    assertThat(model.generate("a", LENGTH, Sampling.beams(3).until(stop), 5))
        .isEqualTo(whole.substring(0, whole.indexOf(stop, 1)));
  }

  @Test
  void aTextComesInPiecesAndAPossibleStopStringOnlyWhenItIsNone() {
    List<String> pieces = new ArrayList<>();
    StopStrings text = new StopStrings(List.of("abc", "bd"), pieces::add);
    for (String piece : "xaababdx".split("")) {
      boolean goesOn = text.add(piece);
      pieces.add("|");
      if (!goesOn) {
        break;
      }
    }
    assertThat(String.join("", pieces)).isEqualTo("x||a||ab||a|");
  }

  @Test
  void nothingIsLostAtTheEnd() {
    StringBuilder all = new StringBuilder();
    StopStrings text = new StopStrings(List.of("abc"), all::append);
    assertThat(text.add("xab")).isTrue();
    assertThat(all).hasToString("x");
    text.finish();
    assertThat(all).hasToString("xab");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.1, Double.NaN})
  void topPIsAShare(double share) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sampling.at(1).topP(share))
        .withMessage("found a top-p of " + share + ", expected above 0 and at most 1");
  }

  @Test
  void refusesWhatContradicts() {
    assertThatIllegalArgumentException().isThrownBy(() -> Sampling.at(1).topK(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Sampling.at(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> Sampling.beams(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Sampling.at(1).until("a", ""));
    assertThatIllegalArgumentException().isThrownBy(() -> Sampling.at(1).number(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Sampling.beams(2).topK(2));
    assertThatIllegalArgumentException().isThrownBy(() -> Sampling.beams(2).topP(0.5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sampling.beams(2).number(2))
        .withMessageContaining("expected either beams or what concerns drawing");
  }

  private static BeamSearch.Found search(LanguageModel model, int length, int width) {
    return new BeamSearch(model.alone(), OptionalInt.empty(), new int[] {1, 2}, length).best(width);
  }

  private static double score(LanguageModel model, int[] text) {
    Reader reader = new Reader(model.alone(), OptionalInt.empty());
    reader.read(1);
    reader.read(2);
    double score = 0;
    for (int id : text) {
      double[] exps = new double[VOCABULARY];
      Arrays.setAll(exps, each -> Math.exp(reader.logits()[each]));
      score += Math.log(exps[id] / Arrays.stream(exps).sum());
      reader.read(id);
    }
    return score;
  }

  private static int[] write(LanguageModel model, Sampling sampling, long seed) {
    return new Sampler(model)
        .continueFrom(new int[] {1, 2}, LENGTH, sampling, RandomStream.named(seed, "sample"));
  }

  private static Vocabulary vocabulary() {
    return Vocabulary.of(List.of("a", "b", "c", "d", "e", "f", "g"));
  }

  private static LanguageModel model() {
    return new LanguageModel(new ScalarBackend(), new ModelShape(Cell.LSTM, 2, 5, VOCABULARY));
  }

  private static LanguageModel drawnModel(int seed) {
    LanguageModel model = model();
    model.initialize(Initialization.NORMAL, 1, 0, RandomStream.named(seed, "init"));
    return model;
  }

  private static float ln(double share) {
    return (float) Math.log(share);
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
