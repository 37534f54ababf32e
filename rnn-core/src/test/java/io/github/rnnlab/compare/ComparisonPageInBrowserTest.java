package io.github.rnnlab.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.Decimal;
import io.github.rnnlab.page.Browser;
import io.github.rnnlab.page.Markup;
import io.github.rnnlab.page.OpenBrowser;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.FakeRun;
import io.github.rnnlab.record.RunReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Looks at a comparison as a reader does. Skipped where no browser is installed. */
@ExtendWith(OpenBrowser.class)
class ComparisonPageInBrowserTest {
  private static final String HOSTILE = "</script><img src=x onerror=\"document.title='hit'\">";

  private final Browser browser;
  private final RunReport first = new FakeRun(4, 25).with("size", HOSTILE).report();
  private final RunReport second = new FakeRun(3, 25).with("size", 16).shifted(-0.5).report();

  @TempDir Path directory;

  ComparisonPageInBrowserTest(Browser browser) {
    this.browser = browser;
  }

  @Test
  void showsTheLossesOfTheReportsUnderThePointerAndByKeyboard() throws Exception {
    open(compared("first", first), compared("second", second));
    String last = "first " + loss(first, 4, false);
    assertThat(browser.text(".readout"))
        .isEqualTo("epoch 4: " + last + ", second " + loss(second, 3, false) + " (epoch 3)");
    browser.hover(".plot svg", -450, 0);
    assertThat(browser.text(".readout"))
        .isEqualTo(
            "epoch 1: first " + loss(first, 1, false) + ", second " + loss(second, 1, false));
    browser.press("bits per character");
    assertThat(browser.text(".readout")).contains("first " + loss(first, 1, true));
    browser.type(".plot svg", "\ue010"); // To the end.
    assertThat(browser.text(".readout")).startsWith("epoch 4: first " + loss(first, 4, true));
  }

  @Test
  void hidesACurve() throws Exception {
    open(compared("first", first), compared("second", second));
    browser.press("first");
    assertThat(browser.text(".readout")).isEqualTo("epoch 3: second " + loss(second, 3, false));
    browser.press("second");
    assertThat(browser.text(".readout")).isEqualTo("No curve is shown.");
    browser.press("first");
    assertThat(browser.text(".readout")).contains("first ").doesNotContain("second");
  }

  @Test
  void showsTheKeysThatDifferAndSortsManyRuns() throws Exception {
    open(compared("first", first), compared("second", second));
    assertThat(browser.text("table"))
        .contains("size", HOSTILE.replace("\"", "\\\""), "16")
        .contains("best validation loss", loss(first, 4, false) + " in epoch 4");
    List<ComparedExperiment> many = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      many.add(compared("run-" + i, new FakeRun(2, 10).with("size", 100 - i).report()));
    }
    open(many.toArray(ComparedExperiment[]::new));
    assertThat(browser.text("tbody th")).isEqualTo("run-0");
    browser.press("size");
    assertThat(browser.text("tbody th")).isEqualTo("run-13");
    assertThat(browser.text(".readout")).contains("run-11 ").doesNotContain("run-12 ");
    browser.press("run-12"); // Of many curves, a reader chooses which to add.
    assertThat(browser.text(".readout")).contains("run-12 ");
  }

  @Test
  void keepsHostileNamesAsTextAsksNobodyAndFitsAPhone() throws Exception {
    String page = open(compared(HOSTILE, first), compared("second", second));
    Markup.requireValid(page);
    browser.resize(390, 800);
    assertThat(browser.text(".legend")).contains(HOSTILE);
    assertThat(browser.run("return document.images.length").intValue()).isZero();
    assertThat(browser.run("return document.title").stringValue()).isEqualTo("2 runs compared");
    assertThat(browser.run("return document.documentElement.scrollWidth").intValue())
        .isLessThanOrEqualTo(390);
    assertThat(browser.requests())
        .isNotEmpty()
        .allSatisfy(address -> assertThat(address).startsWith("file:").endsWith("compare.html"));
    assertThat(browser.complaints()).isEmpty();
  }

  private String open(ComparedExperiment... runs) throws Exception {
    Comparison.of(List.of(runs)).write(directory);
    Path page = directory.resolve("compare.html");
    browser.resize(1280, 900);
    browser.go(page);
    return Files.readString(page);
  }

  private static ComparedExperiment compared(String label, RunReport report) {
    return new ComparedExperiment(label, report.config(), List.of(report), List.of());
  }

  private static String loss(RunReport report, int epoch, boolean bits) {
    EpochRecord record = report.epochs().get(epoch - 1);
    return Decimal.fixed(
        Objects.requireNonNull(
            bits ? record.validationBitsPerCharacter() : record.validationLoss()),
        4);
  }
}
