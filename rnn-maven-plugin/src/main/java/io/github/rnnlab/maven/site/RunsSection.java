package io.github.rnnlab.maven.site;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.Decimal;
import io.github.rnnlab.Printable;
import io.github.rnnlab.discovery.ReservedNames;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.report.ListedRun;
import io.github.rnnlab.verify.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.doxia.sink.Sink;
import org.jspecify.annotations.Nullable;

/** The page of a site that lists runs. Not thread-safe, like the sink that it writes to. */
public final class RunsSection {
  private static final int DIGITS = 4;

  /** Runs lie one directory deep, those of several seeds two, and comparisons one. */
  private static final int DEPTH = 3;

  private static final Pattern FAILURES = Pattern.compile("<testsuite [^>]*failures=\"(\\d+)\"");

  private final Path output;
  private final Path pages;
  private final String link;

  /**
   * Prepares a page.
   *
   * @param output the directory of the results, which has the pages of the runs
   * @param pages the directory of the site that receives copies of these pages
   * @param link the address of {@code pages}, relative to the page of the site
   */
  public RunsSection(Path output, Path pages, String link) {
    this.output = output;
    this.pages = pages;
    this.link = link;
  }

  /**
   * Copies the pages and charts of the runs into the site, and writes its page.
   *
   * @throws BrokenRunException if a file cannot be read or written
   */
  public void write(List<ListedRun> runs, Sink sink) {
    copyPages();
    sink.head();
    sink.title();
    sink.text("Language models");
    sink.title_();
    sink.head_();
    sink.body();
    sink.section1();
    sink.sectionTitle1();
    sink.text(runs.size() == 1 ? "1 run" : runs.size() + " runs");
    sink.sectionTitle1_();
    table(runs, sink);
    sink.paragraph();
    linked("All runs on one page", ReservedNames.INDEX, sink);
    if (Files.exists(output.resolve(ReservedNames.COMPARE).resolve("compare.html"))) {
      sink.text(", ");
      linked("the last comparison", ReservedNames.COMPARE + "/compare.html", sink);
    }
    sink.paragraph_();
    sink.section1_();
    runs.forEach(run -> chart(run, sink));
    sink.body_();
    sink.flush();
    sink.close();
  }

  private void table(List<ListedRun> runs, Sink sink) {
    sink.table();
    sink.tableRows(null, false);
    sink.tableRow();
    for (String heading : ListedRun.headingsAnd("verified")) {
      sink.tableHeaderCell();
      sink.text(heading);
      sink.tableHeaderCell_();
    }
    sink.tableRow_();
    for (ListedRun run : runs) {
      sink.tableRow();
      sink.tableCell();
      linked(run.label(), run.page(), sink);
      sink.tableCell_();
      cell(run.cell(), sink);
      cell(String.format(Locale.ROOT, "%,d", run.parameters()), sink);
      cell(String.valueOf(run.epochs()), sink);
      cell(loss(run.trainingLoss()), sink);
      cell(loss(run.validationLoss()), sink);
      cell(loss(run.bitsPerCharacter()), sink);
      cell(loss(run.testLoss()), sink);
      cell(verified(run), sink);
      sink.tableRow_();
    }
    sink.tableRows_();
    sink.table_();
  }

  private static String loss(@Nullable Double loss) {
    return loss == null ? "none" : Decimal.fixed(loss, DIGITS);
  }

  private static void cell(String text, Sink sink) {
    sink.tableCell();
    sink.text(Printable.line(text));
    sink.tableCell_();
  }

  private void linked(String text, String page, Sink sink) {
    sink.link(link + "/" + page);
    sink.text(Printable.line(text));
    sink.link_();
  }

  /** Shows the chart of a run, of which the site has a copy beside its page. */
  private void chart(ListedRun run, Sink sink) {
    Path chart = run.directory().resolve(RunFiles.LOSS_CHART);
    if (!Files.exists(chart)) {
      return;
    }
    String copy = run.page().replaceFirst("(report)?[.]html$", RunFiles.LOSS_CHART);
    copy(chart, copy);
    sink.section2();
    sink.sectionTitle2();
    sink.text(Printable.line(run.label()));
    sink.sectionTitle2_();
    if (run.description() != null && !run.description().isBlank()) {
      sink.paragraph();
      sink.text(Printable.line(run.description()));
      sink.paragraph_();
    }
    sink.figure();
    sink.figureGraphics(link + "/" + copy);
    sink.figureCaption();
    sink.text("Losses of " + Printable.line(run.label()) + " by epoch");
    sink.figureCaption_();
    sink.figure_();
    sink.section2_();
  }

  /** Returns what the last verification of a run has found. */
  private String verified(ListedRun run) {
    Path page = Path.of(run.page());
    String place = page.getNameCount() > 2 ? page.getName(1).toString() : "";
    String name = Verification.name(page.getName(0).toString(), place);
    Path result = Verification.file(output.resolve(ReservedNames.VERIFY), name);
    if (!Files.exists(result)) {
      return "not yet";
    }
    try {
      Matcher failures = FAILURES.matcher(Files.readString(result, StandardCharsets.UTF_8));
      return failures.find() && failures.group(1).equals("0") ? "as archived" : "not as archived";
    } catch (IOException e) {
      throw unreadable(result, e);
    }
  }

  /** Copies the pages with their places, so that their links to each other hold. */
  private void copyPages() {
    try (Stream<Path> files = Files.find(output, DEPTH, (file, its) -> its.isRegularFile())) {
      files
          .map(file -> output.relativize(file))
          .filter(page -> page.toString().endsWith(".html"))
          .filter(page -> !page.startsWith(ReservedNames.VERIFY))
          .forEach(page -> copy(output.resolve(page), page.toString()));
    } catch (IOException e) {
      throw unreadable(output, e);
    } catch (UncheckedIOException e) {
      throw unreadable(output, Objects.requireNonNull(e.getCause()));
    }
  }

  private void copy(Path file, String inside) {
    try {
      AtomicFile.write(pages.resolve(inside), Files.readAllBytes(file));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static BrokenRunException unreadable(Path path, IOException e) {
    Interruption.rethrow(e);
    return new BrokenRunException("Cannot read " + path + " (" + e + "); make it readable.", e);
  }
}
