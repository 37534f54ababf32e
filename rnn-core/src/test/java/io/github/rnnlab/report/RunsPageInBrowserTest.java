package io.github.rnnlab.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.Decimal;
import io.github.rnnlab.page.Browser;
import io.github.rnnlab.page.OpenBrowser;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.FakeRun;
import io.github.rnnlab.record.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Looks at the page of all runs as a reader does. Skipped where no browser is installed. */
@ExtendWith(OpenBrowser.class)
class RunsPageInBrowserTest {
  private static final String HOSTILE = "</script><img src=x onerror=document.title='hit'>";

  private final Browser browser;

  private final FakeRun first = new FakeRun(9, 10).shifted(1);
  private final FakeRun second = new FakeRun(10, 10).shifted(0.5).judgedOften(50);
  private final RunReport a = first.report();
  private final RunReport b = second.report();

  @TempDir Path directory;

  RunsPageInBrowserTest(Browser browser) {
    this.browser = browser;
  }

  @BeforeEach
  void openThePage() throws Exception {
    Path output = directory.resolve("target/rnn");
    first.write(output.resolve("a"));
    second.write(output.resolve("b"));
    new FakeRun(2, 10).notValidated().write(output.resolve("c"));
    Files.writeString(
        directory.resolve("a.json"),
        "{\"description\": \"" + HOSTILE + "\", \"corpus\": {\"file\": \"x.txt\"}}");
    var unused = Reports.write(directory, output, null);
    browser.resize(1280, 900);
    browser.go(output.resolve("index.html"));
  }

  @Test
  void sortsTheRunsAndLeadsToTheirPages() throws Exception {
    assertThat(order()).isEqualTo("a b c");
    browser.press("epochs");
    assertThat(order()).isEqualTo("c a b");
    browser.press("least validation loss");
    assertThat(order()).isEqualTo("b a c");
    browser.press("least validation loss");
    assertThat(order()).isEqualTo("a b c"); // Without a loss, a run is always last.
    browser.click("tbody a");
    assertThat(browser.run("return document.title").stringValue()).isEqualTo("play");
  }

  @Test
  void showsTheLossesOfTheReports() throws Exception {
    assertThat(browser.text("tbody tr:nth-child(2)"))
        .contains(
            Decimal.fixed(b.epochs().get(9).trainingLoss(), 4),
            Decimal.fixed(Objects.requireNonNull(b.epochs().get(9).validationLoss()), 4),
            Decimal.fixed(bits(b, 10), 4),
            Decimal.fixed(Objects.requireNonNull(b.test()).loss(), 4));
    assertThat(browser.text(".readout"))
        .startsWith("epoch 10: ")
        .contains("a " + Decimal.fixed(bits(a, 9), 4) + " (epoch 9)")
        .contains("b " + Decimal.fixed(bits(b, 10), 4))
        .contains("c (training) ");
    browser.hover(".plot svg", -450, 0);
    assertThat(browser.text(".readout"))
        .startsWith("epoch 1: a " + Decimal.fixed(bits(a, 1), 4))
        .contains("b " + Decimal.fixed(bits(b, 1), 4));
    browser.press("a");
    assertThat(browser.text(".readout")).startsWith("epoch 1: b ");
  }

  @Test
  void keepsHostileTextAsTextAsksNobodyAndFitsAPhone() throws Exception {
    browser.resize(390, 800);
    assertThat(browser.text("tbody tr")).contains(HOSTILE);
    assertThat(browser.run("return document.images.length").intValue()).isZero();
    assertThat(browser.run("return document.title").stringValue()).isEqualTo("3 runs");
    assertThat(browser.run("return document.documentElement.scrollWidth").intValue())
        .isLessThanOrEqualTo(390);
    assertThat(browser.requests()).allMatch(address -> address.startsWith("file:"));
    assertThat(browser.complaints()).isEmpty();
  }

  private static double bits(RunReport report, int epoch) {
    EpochRecord record = report.epochs().get(epoch - 1);
    return Objects.requireNonNull(record.validationBitsPerCharacter());
  }

  private String order() throws IOException, InterruptedException {
    return browser
        .run("return [...document.querySelectorAll('tbody a')].map(a => a.textContent).join(' ')")
        .stringValue();
  }
}
