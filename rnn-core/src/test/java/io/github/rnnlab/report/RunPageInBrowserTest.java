package io.github.rnnlab.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.Decimal;
import io.github.rnnlab.page.Browser;
import io.github.rnnlab.page.OpenBrowser;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.FakeRun;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.record.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Looks at the page of a run as a reader does. Skipped where no browser is installed. */
@ExtendWith(OpenBrowser.class)
class RunPageInBrowserTest {
  private static final String HOSTILE =
      "</pre></script><img src=x onerror=\"document.title='hit'\">";
  private static final String LEFT = "\ue012";
  private static final String HOME = "\ue011";

  private final Browser browser;

  @TempDir Path directory;

  private RunReport report;

  RunPageInBrowserTest(Browser browser) {
    this.browser = browser;
  }

  @BeforeEach
  void openThePage() throws Exception {
    Map<String, Object> generation = new LinkedHashMap<>();
    generation.put("prompt", HOSTILE);
    report = new FakeRun(4, 25).with("generation", generation).write(directory);
    Files.writeString(directory.resolve("sample.txt"), HOSTILE + " and\n\tmore");
    RunFiles files = new RunFiles(directory);
    RunPage.write(files, files.page());
    browser.resize(1280, 900);
    browser.go(files.page());
  }

  @Test
  void showsTheValuesOfTheReportUnderThePointer() throws Exception {
    assertThat(browser.text(".readout")).contains(values(4, false));
    browser.hover(".plot svg", -400, 0);
    assertThat(browser.text(".readout")).doesNotContain(values(4, false));
    browser.hover(".plot svg", 480, 20);
    assertThat(browser.text(".readout")).contains(values(4, false));
    browser.press("bits per character");
    assertThat(browser.text(".readout")).contains(values(4, true));
  }

  @Test
  void readsTheValuesByKeyboard() throws Exception {
    browser.type(".plot svg", HOME);
    assertThat(browser.text(".readout")).startsWith("step 1 of epoch 1");
    browser.type(".plot svg", "\ue010" + LEFT.repeat(25));
    assertThat(browser.text(".readout"))
        .startsWith("step 75 of epoch 3")
        .contains(values(3, false));
    assertThat(
            browser
                .run("return document.querySelector('.plot svg').getAttribute('aria-valuetext')")
                .stringValue())
        .contains(values(3, false))
        .endsWith("nats per character");
  }

  @Test
  void changesUnitScaleAndCurves() throws Exception {
    String linear = curve();
    browser.press("logarithmic");
    assertThat(curve()).isNotEqualTo(linear);
    browser.press("linear");
    assertThat(curve()).isEqualTo(linear);
    browser.press("validation");
    assertThat(browser.text(".readout")).contains("training").doesNotContain("validation");
    browser.press("validation");
    assertThat(browser.text(".readout")).contains(values(4, false));
  }

  @Test
  void changesColors() throws Exception {
    assertThat(background()).isEqualTo("rgb(255, 255, 255)");
    browser.press("Dark colors");
    assertThat(background()).isEqualTo("rgb(20, 23, 27)");
    browser.press("Light colors");
    assertThat(background()).isEqualTo("rgb(255, 255, 255)");
  }

  @Test
  void hidesTheKeysThatDoNotDiffer() throws Exception {
    assertThat(browser.text("table.settings")).contains("training.stream", "training.batchSize");
    browser.press("only those that differ");
    assertThat(browser.text("table.settings"))
        .contains("training.batchSize")
        .doesNotContain("training.stream");
  }

  @Test
  void fitsAPhone() throws Exception {
    browser.resize(390, 800);
    Thread.sleep(200); // The chart follows the window a frame later.
    assertThat(browser.run("return document.documentElement.scrollWidth").intValue())
        .isLessThanOrEqualTo(390);
    assertThat(browser.run("return document.querySelector('.plot svg').clientWidth").intValue())
        .isBetween(300, 390);
  }

  @Test
  void asksNobodyForAnythingAndRunsNoText() throws Exception {
    browser.press("bits per character");
    browser.hover(".plot svg", 0, 0);
    assertThat(browser.requests())
        .isNotEmpty()
        .allSatisfy(address -> assertThat(address).startsWith("file:").endsWith("report.html"));
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.run("return document.images.length").intValue()).isZero();
    assertThat(browser.run("return document.title").stringValue()).isEqualTo("play");
    assertThat(browser.text("#samples pre")).startsWith(HOSTILE + " and");
  }

  private String curve() throws IOException, InterruptedException {
    return browser
        .run("return document.querySelector('.plot path.curve').getAttribute('d')")
        .stringValue();
  }

  private String background() throws IOException, InterruptedException {
    return browser.run("return getComputedStyle(document.body).backgroundColor").stringValue();
  }

  private String values(int number, boolean bits) {
    EpochRecord epoch = report.epochs().get(number - 1);
    Double validation = bits ? epoch.validationBitsPerCharacter() : epoch.validationLoss();
    return "training "
        + Decimal.fixed(bits ? epoch.trainingBitsPerCharacter() : epoch.trainingLoss(), 4)
        + ", validation "
        + Decimal.fixed(validation == null ? 0 : validation, 4);
  }
}
