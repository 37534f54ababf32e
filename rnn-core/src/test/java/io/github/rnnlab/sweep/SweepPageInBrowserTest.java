package io.github.rnnlab.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.Decimal;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.page.Browser;
import io.github.rnnlab.page.Markup;
import io.github.rnnlab.page.OpenBrowser;
import io.github.rnnlab.plan.Trial;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.FakeRun;
import io.github.rnnlab.record.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Looks at the page of a sweep as a reader does. Skipped where no browser is installed. */
@ExtendWith(OpenBrowser.class)
class SweepPageInBrowserTest {
  private static final String HOSTILE = "</script><img src=x onerror=\"document.title='hit'\">";
  private static final List<String> KEYS = List.of("model.hiddenSize", "generation.prompt");
  private static final String TRIALS = "#trials tbody tr";

  private final Browser browser;

  @TempDir Path directory;

  private RunReport worse;
  private RunReport best;

  SweepPageInBrowserTest(Browser browser) {
    this.browser = browser;
  }

  @BeforeEach
  void openThePage() throws Exception {
    worse = new FakeRun(3, 25).shifted(0.5).write(directory.resolve("runs/aaa"));
    best = new FakeRun(4, 25).write(directory.resolve("runs/bbb"));
    List<TrialResult> trials =
        List.of(
            trial(1, 128, "a", finished("aaa", worse)).ranked(2),
            trial(2, 64, HOSTILE, finished("bbb", best)).ranked(1),
            trial(3, 9, "c", failed()));
    SweepReport report =
        new SweepReport(1, HOSTILE, "play", KEYS, null, trials, Effect.of(KEYS, trials));
    String page = SweepPage.of(report, directory);
    Markup.requireValid(page);
    browser.resize(1280, 900);
    browser.go(Files.writeString(directory.resolve("sweep.html"), page));
  }

  @Test
  void showsTheLossesOfTheReportsUnderThePointer() throws Exception {
    assertThat(browser.text("#best tbody tr")).contains(HOSTILE, "64", bits(best, 4));
    assertThat(browser.text(".readout"))
        .startsWith("epoch 4: 1: ")
        .contains(HOSTILE, bits(best, 4), bits(worse, 3) + " (epoch 3)");
    browser.hover("#curves .plot svg", -450, 0);
    assertThat(browser.text(".readout"))
        .startsWith("epoch 1: 1: ")
        .contains(bits(best, 1), bits(worse, 1));
    browser.click("#curves .legend button");
    assertThat(browser.text(".readout"))
        .startsWith("epoch 1: 2: ")
        .contains(bits(worse, 1))
        .doesNotContain(bits(best, 1));
  }

  @Test
  void sortsTheTrialsByAnyColumnAndLeadsToTheirRuns() throws Exception {
    assertThat(browser.text(TRIALS)).startsWith("2 1 128");
    browser.click("#trials th:nth-child(1) button");
    assertThat(browser.text(TRIALS)).startsWith("1 2 64").contains("seed 3");
    assertThat(browser.run("return document.querySelector('#trials tbody a').href").stringValue())
        .endsWith("/runs/bbb/report.html");
    browser.click("#trials th:nth-child(3) button");
    assertThat(browser.text(TRIALS)).startsWith("– 3 9").contains("failed");
    browser.click("#trials th:nth-child(3) button");
    assertThat(browser.text(TRIALS)).startsWith("2 1 128");
  }

  @Test
  void keepsHostileTextAsTextAsksNobodyAndFitsAPhone() throws Exception {
    browser.resize(390, 800);
    assertThat(browser.text("h1")).isEqualTo(HOSTILE + ", a sweep of play");
    assertThat(browser.text("#failures pre")).isEqualTo(HOSTILE);
    assertThat(
            browser.run("return document.querySelector('#coordinates svg').clientWidth").intValue())
        .isGreaterThanOrEqualTo(900); // Its letters stay legible, since it scrolls.
    assertThat(browser.run("return document.images.length").intValue()).isZero();
    assertThat(browser.run("return document.title").stringValue()).startsWith(HOSTILE);
    assertThat(browser.run("return document.documentElement.scrollWidth").intValue())
        .isLessThanOrEqualTo(390);
    assertThat(browser.requests())
        .isNotEmpty()
        .allSatisfy(address -> assertThat(address).startsWith("file:").endsWith("sweep.html"));
    assertThat(browser.complaints()).isEmpty();
  }

  private static TrialResult trial(int number, int hiddenSize, String prompt, RunResult run)
      throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    values.put(KEYS.get(0), Json.line(hiddenSize));
    values.put(KEYS.get(1), Json.line(prompt));
    return TrialResult.of(new Trial(number, values), 1, List.of(run));
  }

  private static RunResult finished(String address, RunReport report) {
    EpochRecord last = report.epochs().get(report.epochs().size() - 1);
    return new RunResult(
        1,
        3,
        address,
        RunResult.FINISHED,
        last.epoch(),
        last.trainingLoss(),
        last.validationLoss(),
        last.validationBitsPerCharacter(),
        null,
        report.parameters(),
        report.digest(),
        null);
  }

  private static RunResult failed() {
    return new RunResult(
        1, 3, "ccc", RunResult.FAILED, null, null, null, null, null, null, null, HOSTILE);
  }

  private static String bits(RunReport report, int epoch) {
    EpochRecord record = report.epochs().get(epoch - 1);
    return Decimal.fixed(Objects.requireNonNull(record.validationBitsPerCharacter()), 4);
  }
}
