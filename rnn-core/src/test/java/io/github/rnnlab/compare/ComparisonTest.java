package io.github.rnnlab.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnnlab.file.Json;
import io.github.rnnlab.page.Markup;
import io.github.rnnlab.record.ConfigValues;
import io.github.rnnlab.record.FakeRun;
import io.github.rnnlab.record.RunReport;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;

class ComparisonTest {
  @TempDir Path directory;

  @Test
  void showsOnlyTheKeysThatDiffer() {
    Comparison comparison =
        Comparison.of(
            List.of(
                run("small", new FakeRun(2, 10).with("size", 8).with("cell", "vanilla")),
                run("large", new FakeRun(2, 10).with("size", 16).with("cell", "vanilla"))));
    assertThat(comparison.differences())
        .containsExactly(new ConfigValues.Difference("size", List.of("8", "16")));
    assertThat(comparison.lines())
        .startsWith(
            "                       small              large",
            "size                   8                  16",
            "final training loss    1.5000             1.5000",
            "final validation loss  2.5000             2.5000",
            "final streaming loss   2.5000             2.5000",
            "best validation loss   2.5000 in epoch 2  2.5000 in epoch 2")
        .endsWith(
            "large against small: final validation loss +0.0000 nats per character, no"
                + " difference.");
  }

  @Test
  void nestedAndMissingKeysDifferToo() {
    Comparison comparison =
        Comparison.of(
            List.of(
                run("a", new FakeRun(2, 10)), run("b", new FakeRun(3, 10).with("extra", true))));
    assertThat(comparison.differences())
        .containsExactly(
            new ConfigValues.Difference("extra", List.of("absent", "true")),
            new ConfigValues.Difference("training.epochs", List.of("2", "3")));
  }

  @Test
  void averagesNothingButRunsThatDifferInTheirSeed() {
    RunReport first = new FakeRun(2, 10).report();
    for (RunReport other :
        List.of(
            first,
            new FakeRun(3, 10).with("seed", 4).report(),
            new FakeRun(2, 10).with("seed", 4).tolerant().report())) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(
              () -> new ComparedExperiment("a", first.config(), List.of(first, other), List.of()));
    }
  }

  @Test
  void saysThatRunsOfAnotherLibraryAreNotComparedBitByBit() {
    Comparison comparison =
        Comparison.of(
            List.of(
                run("exact", new FakeRun(2, 10)),
                run("tolerant", new FakeRun(2, 10).tolerant()),
                new ComparedExperiment("none", Map.of(), List.of(), List.of()),
                run("same", new FakeRun(2, 10))));
    assertThat(comparison.differences())
        .extracting(ConfigValues.Difference::key)
        .contains("(numeric class)", "(library)");
    assertThat(comparison.lines())
        .filteredOn(line -> line.contains("bit by bit"))
        .containsExactly(
            "tolerant: not compared bit by bit with exact: it is by fake 1.0; the other is by an exact"
                + " backend.");
  }

  @Test
  void doesNotKnowTheSpreadFromOneSeedEach() {
    Comparison comparison =
        Comparison.of(
            List.of(run("a", new FakeRun(2, 10)), run("b", new FakeRun(2, 10).shifted(-0.25))));
    assertThat(comparison.lines())
        .contains(
            "b against a: final validation loss -0.2500 nats per character. One seed each, so the"
                + " spread over seeds is not known: archive several (training.seeds).");
    assertThat(comparison.gaps().get(0).exceedsSpread()).isNull();
  }

  @Test
  void saysWhetherADifferenceExceedsTheSpreadOverSeeds() {
    ComparedExperiment baseline = seeds("a", 0.00, 0.01, 0.02, 0.03, 0.04);
    Comparison comparison =
        Comparison.of(
            List.of(
                baseline,
                seeds("near", 0.01, 0.02, 0.03, 0.04, 0.05),
                seeds("far", 0.30, 0.31, 0.32, 0.33, 0.34),
                seeds("one", 0.5)));
    assertThat(comparison.gaps()).extracting(Gap::exceedsSpread).containsExactly(false, true, true);
    assertThat(comparison.lines())
        .contains(
            "near against a: final validation loss +0.0100 nats per character, which does not"
                + " exceed the spread over seeds (n = 5 and 5, Welch's t 1.00, 8.0 degrees of"
                + " freedom, p = 0.3466).")
        .anyMatch(line -> line.startsWith("far against a") && line.contains("p < 0.0001"))
        .anyMatch(line -> line.startsWith("one against a") && line.contains("n = 1 and 5"))
        .anyMatch(line -> line.contains("2.5200 ± 0.0158 (n = 5)"));
  }

  @Test
  void comparesTrainingLossesWhereARunHasNoOther() {
    Comparison comparison =
        Comparison.of(
            List.of(run("a", new FakeRun(2, 10)), run("b", new FakeRun(2, 10).notValidated())));
    assertThat(comparison.measure()).isEqualTo("trainingLoss");
    assertThat(comparison.lines())
        .anyMatch(line -> line.contains("2.5000") && line.contains("none"));
  }

  @Test
  void aRunWithoutLossesHasItsConfigAndItsRemarks() {
    ComparedExperiment unrun =
        new ComparedExperiment("new", Map.of("size", 32), List.of(), List.of("not run."));
    Comparison comparison =
        Comparison.of(List.of(run("a", new FakeRun(2, 10).with("size", 8)), unrun));
    assertThat(comparison.gaps()).isEmpty();
    assertThat(comparison.lines())
        .contains("new: not run.")
        .anyMatch(line -> line.contains("none"));
    Comparison.of(List.of(unrun)).write(directory);
    assertThat(directory.resolve("loss.svg")).content().contains("no losses yet");
  }

  @Test
  void writesForMachinesForPullRequestsAndForPeople() throws Exception {
    Comparison.of(
            List.of(
                run("a|b", new FakeRun(2, 10).with("x", "<1>")),
                run("c & d", new FakeRun(3, 10).with("x", "<2>"))))
        .write(directory);
    JsonNode json = Json.tree(Files.readString(directory.resolve("compare.json")));
    assertThat(json.path("schema").intValue()).isEqualTo(1);
    assertThat(json.path("runs").path(1).path("curve").size()).isEqualTo(3);
    assertThat(json.path("runs").path(1).path("best").path("loss").doubleValue())
        .isEqualTo(2 + 1.0 / 3);
    assertThat(json.path("gaps").path(0).path("baseline").stringValue()).isEqualTo("a|b");
    assertThat(Files.readString(directory.resolve("compare.md")))
        .startsWith("### 2 runs compared\n\n|  | a\\|b | c & d |\n| --- | --- | --- |\n")
        .contains("| x | \"\\<1\\>\" | \"\\<2\\>\" |");
    String page = Files.readString(directory.resolve("compare.html"));
    assertThat(page).contains("<th scope=\"col\">c &amp; d</th>", "<td>&quot;&lt;1&gt;&quot;</td>");
    Document chart = parse(Files.readString(directory.resolve("loss.svg")));
    assertThat(chart.getElementsByTagName("polyline").getLength()).isEqualTo(2);
    assertThat(marks(chart)).isEqualTo(5 + 2); // The legend has one of each line.
    Markup.requireValid(page);
    JsonNode series = Markup.data(page).path("charts").path(0).path("series");
    assertThat(series.path(1).path("name").stringValue()).isEqualTo("c & d");
    assertThat(series.path(1).path("points").path(2).path("y").path(0).doubleValue())
        .isEqualTo(2 + 1.0 / 3);
  }

  @Test
  void manyRunsHaveARowEachAndAllTheirCurves() throws Exception {
    List<ComparedExperiment> runs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      runs.add(run("run-" + i, new FakeRun(2, 10).with("size", i)));
    }
    Comparison comparison = Comparison.of(runs);
    assertThat(comparison.lines().get(0)).startsWith("        size  final training loss");
    assertThat(comparison.lines().get(40)).startsWith("run-39  39    1.5000");
    comparison.write(directory);
    Document chart = parse(Files.readString(directory.resolve("loss.svg")));
    assertThat(chart.getElementsByTagName("polyline").getLength()).isEqualTo(40);
    assertThat(chart.getDocumentElement().getTextContent()).contains("run-23", "and 16 more");
  }

  private static long marks(Document chart) {
    NodeList paths = chart.getElementsByTagName("path");
    return IntStream.range(0, paths.getLength())
        .filter(i -> ((Element) paths.item(i)).getAttribute("class").startsWith("mark"))
        .count();
  }

  private static ComparedExperiment run(String label, FakeRun fake) {
    RunReport report = fake.report();
    return new ComparedExperiment(label, report.config(), List.of(report), List.of());
  }

  private static ComparedExperiment seeds(String label, double... shifts) {
    List<RunReport> reports = new ArrayList<>();
    for (double shift : shifts) {
      reports.add(new FakeRun(2, 10).with("seed", reports.size()).shifted(shift).report());
    }
    return new ComparedExperiment(label, reports.get(0).config(), reports, List.of());
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }
}
