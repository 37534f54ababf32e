package io.github.rnnlab.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.corpus.Vocabulary;
import io.github.rnnlab.model.Initialization;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.page.Browser;
import io.github.rnnlab.page.OpenBrowser;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.ScalarBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Looks inside a model as a reader does. Skipped where no browser is installed. */
@ExtendWith(OpenBrowser.class)
class InspectionInBrowserTest {
  private static final Vocabulary VOCABULARY = Vocabulary.of(List.of("\n", " ", "<", ">", "b"));
  private static final String TEXT = "<b> b b\nb <b>\n b<b>b\nbb ";

  private final Browser browser;

  @TempDir Path directory;

  private Inspection expected;

  InspectionInBrowserTest(Browser browser) {
    this.browser = browser;
  }

  @BeforeEach
  void openThePage() throws Exception {
    LanguageModel model =
        new LanguageModel(new ScalarBackend(), new ModelShape(Cell.LSTM, 1, 6, VOCABULARY.size()));
    model.initialize(Initialization.NORMAL, 1.5, 1, RandomStream.named(5, "weights"));
    InspectionPage page = new InspectionPage("play", model, VOCABULARY);
    int[] ids = VOCABULARY.encode(TEXT, "text");
    page.read("first", ids);
    page.read("second", VOCABULARY.encode("b<>", "text"));
    expected = Inspection.of("first", model, VOCABULARY, ids);
    Path file = Files.writeString(directory.resolve("inspect.html"), page.html());
    browser.resize(1280, 900);
    browser.go(file);
  }

  @Test
  void showsTheActivationOfTheChosenUnitAndTheCostOfEachCharacter() throws Exception {
    browser.run(
        "const unit = document.querySelector('#unit'); unit.value = 4;"
            + " unit.dispatchEvent(new Event('input'));");
    assertValues(0, 4);
    browser.type(".tokens", "\ue014\ue014\ue014"); // To the right, three times.
    assertValues(3, 4);
    browser.press("layer 1, cell state");
    browser.run(
        "const unit = document.querySelector('#unit'); unit.value = 2;"
            + " unit.dispatchEvent(new Event('input'));");
    assertThat(browser.text(".readout")).contains("unit 2 " + activation(1, 3, 2));
  }

  @Test
  void colorsByCostToo() throws Exception {
    assertThat(colors()).contains("positive", "negative");
    browser.press("what it costs to predict");
    assertThat(colors()).doesNotContain("positive", "negative").contains("cost");
  }

  @Test
  void keepsTheTextAsItIs() throws Exception {
    assertThat(browser.run("return document.querySelector('.tokens').textContent").stringValue())
        .isEqualTo(TEXT.replace("\n", "⏎\n"));
    browser.press("second");
    assertThat(browser.run("return document.querySelector('.tokens').textContent").stringValue())
        .isEqualTo("b<>");
    assertThat(browser.run("return document.querySelectorAll('.tokens b').length").intValue())
        .isZero();
  }

  @Test
  void asksNobodyForAnythingAndFitsAPhone() throws Exception {
    browser.resize(390, 800);
    assertThat(browser.run("return document.documentElement.scrollWidth").intValue())
        .isLessThanOrEqualTo(390);
    assertThat(browser.requests())
        .isNotEmpty()
        .allSatisfy(address -> assertThat(address).startsWith("file:"));
    assertThat(browser.complaints()).isEmpty();
  }

  private void assertValues(int token, int unit) throws IOException, InterruptedException {
    Double bits = expected.bits().get(token);
    assertThat(browser.text(".readout"))
        .contains("unit " + unit + " " + activation(0, token, unit))
        .contains(
            bits == null
                ? "the first token"
                : String.format(Locale.ROOT, "%.2f bits; expected", bits));
  }

  private String activation(int state, int token, int unit) {
    Inspection.States states = expected.states().get(state);
    byte value = Base64.getDecoder().decode(states.values())[token * states.units() + unit];
    return String.format(Locale.ROOT, "%.2f", value / 127.0);
  }

  private String colors() throws IOException, InterruptedException {
    return browser
        .run("return [...document.querySelectorAll('.tokens span')].map(s => s.className).join()")
        .stringValue();
  }
}
