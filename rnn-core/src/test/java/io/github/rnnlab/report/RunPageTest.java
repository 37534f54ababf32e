package io.github.rnnlab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.chain.Link;
import io.github.rnnlab.page.Html;
import io.github.rnnlab.page.Markup;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.FakeRun;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.record.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RunPageTest {
  private static final String HOSTILE = "</pre></script><img src=x onerror=alert(1)>";

  @TempDir Path directory;

  @Test
  void isValidHtml() throws Exception {
    new FakeRun(3, 40).write(directory);
    environment("{\"version\": \"1\", \"seconds\": 2.5, \"charactersPerSecond\": 1234.5}");
    Markup.requireValid(page());
  }

  @Test
  void drawsTheLossesOfTheReport() throws IOException {
    RunReport report = new FakeRun(3, 40).write(directory);
    JsonNode chart = Markup.data(page()).path("charts").path(0);
    assertThat(points(chart, "training")).isEqualTo(losses(report, true));
    assertThat(points(chart, "validation")).isEqualTo(losses(report, false));
    List<List<Double>> stretches = new ArrayList<>();
    for (Link link : report.chain().links()) {
      stretches.add(List.of(link.step() / 40.0, link.loss()));
    }
    assertThat(points(chart, "training, means of 2 steps")).isEqualTo(stretches);
  }

  @Test
  void showsTheTestAndTheLossesWithinEpochs() throws Exception {
    RunReport report = new FakeRun(3, 40).judgedOften(16).write(directory);
    String page = page();
    JsonNode chart = Markup.data(page).path("charts").path(0);
    assertThat(points(chart, "test")).containsExactly(List.of(3.0, 2.5));
    assertThat(points(chart, "validation, within epochs"))
        .hasSize(7)
        .startsWith(List.of(0.4, 2.2 + 1.0 / 16));
    assertThat(page).contains("<dt>Test loss</dt><dd>2.5000</dd>");
    assertThat(Files.readString(directory.resolve("loss.svg")))
        .contains("test <tspan class=\"quiet\" fill=\"#57606a\">2.5000</tspan>");
    assertThat(report.stepLosses()).hasSize(7);
    Markup.requireValid(page);
  }

  @Test
  void showsEveryHashOfTheReport() throws IOException {
    RunReport report = new FakeRun(3, 40).write(directory);
    assertThat(page())
        .contains(report.configSha256(), report.corpus().sha256(), report.digest())
        .contains(report.epochs().get(2).weightsSha256())
        .contains(report.chain().links().stream().map(Link::digest).toList());
  }

  @Test
  void marksTheKeysThatDifferFromTheDefaults() throws IOException {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("cell", "lstm");
    model.put("hiddenSize", 256);
    model.put("forgetBias", 1.0);
    new FakeRun(3, 40).with("model", model).write(directory);
    assertThat(page())
        .contains(
            "<tr class=\"differs\"><th scope=\"row\">model.cell</th><td class=\"value\">"
                + "&quot;lstm&quot;</td><td class=\"value\">≠ &quot;vanilla&quot;</td></tr>")
        .contains("<tr><th scope=\"row\">model.hiddenSize</th>")
        .contains("<tr><th scope=\"row\">model.forgetBias</th>");
  }

  @Test
  void showsTheValueThatAReportLeavesOut() throws IOException {
    new FakeRun(3, 40).write(directory);
    assertThat(page())
        .contains(
            "<tr class=\"differs\"><th scope=\"row\">training.clipNorm</th><td class=\"value\">0.0"
                + "</td><td class=\"value\">≠ 1.0</td></tr>");
  }

  @Test
  void keepsHostileTextAsText() throws Exception {
    Map<String, Object> generation = new LinkedHashMap<>();
    generation.put("prompt", HOSTILE);
    new FakeRun(3, 40).with("generation", generation).write(directory);
    Files.writeString(directory.resolve("sample.txt"), HOSTILE + "\0\u001b" + HOSTILE);
    Files.writeString(
        directory.resolve("samples.md"),
        "# Texts of play\n\n## Temperature 0.5\n\n```text\n" + HOSTILE + "\n```\n");
    environment("{\"corpus\": \"" + HOSTILE + "\"}");
    String page = page();
    assertThat(page)
        .doesNotContain("<img")
        .contains("<b>" + Html.text(HOSTILE) + "</b>␀␛" + Html.text(HOSTILE) + "</pre>")
        .contains("Temperature 0.5</h3>\n<pre>\n" + Html.text(HOSTILE) + "</pre>");
    Markup.requireValid(page);
  }

  @Test
  void showsTheTextsOfEveryTemperature() throws IOException {
    new FakeRun(3, 40).write(directory);
    Files.writeString(
        directory.resolve("samples.md"),
        "# Texts of play\n\n## Temperature 0.5\n\n```text\nthe king\n```\n"
            + "\n## Temperature 1, text 2 of 2\n\n````text\n```\n\nqueen\n````\n");
    assertThat(page())
        .contains("samples.md: Temperature 0.5</h3>\n<pre>\nthe king</pre>")
        .contains("samples.md: Temperature 1, text 2 of 2</h3>\n<pre>\n```\n\nqueen</pre>");
  }

  @Test
  void isTheSameWheneverItIsMade() throws IOException {
    new FakeRun(3, 40).write(directory);
    assertThat(page()).isEqualTo(page());
  }

  @Test
  void thinsOutTheLossesOfVeryManyEpochs() throws IOException {
    new FakeRun(2_500, 1).write(directory);
    List<List<Double>> points = points(Markup.data(page()).path("charts").path(0), "validation");
    assertThat(points).hasSize(834).first().satisfies(first -> assertThat(first.get(0)).isOne());
    assertThat(points).last().satisfies(last -> assertThat(last.get(0)).isEqualTo(2_500));
  }

  @Test
  void refusesABrokenRecord() throws IOException {
    new FakeRun(3, 40).write(directory);
    environment("{");
    assertThatThrownBy(this::page)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("environment.json");
    Files.delete(directory.resolve("environment.json"));
    Files.writeString(directory.resolve("report.json"), "{}\n");
    assertThatThrownBy(this::page).isInstanceOf(InvalidInputException.class);
  }

  private String page() throws IOException {
    RunFiles files = new RunFiles(directory);
    RunPage.write(files, files.page());
    return Files.readString(files.page());
  }

  private void environment(String json) throws IOException {
    Files.writeString(directory.resolve("environment.json"), json);
  }

  private static List<List<Double>> points(JsonNode chart, String name) {
    List<List<Double>> points = new ArrayList<>();
    for (JsonNode series : chart.path("series")) {
      if (series.path("name").stringValue().equals(name)) {
        for (JsonNode point : series.path("points")) {
          points.add(List.of(point.path("x").doubleValue(), point.path("y").path(0).doubleValue()));
        }
      }
    }
    return points;
  }

  private static List<List<Double>> losses(RunReport report, boolean training) {
    List<List<Double>> losses = new ArrayList<>();
    for (EpochRecord epoch : report.epochs()) {
      Double validation = epoch.validationLoss();
      losses.add(
          List.of(
              (double) epoch.epoch(),
              training || validation == null ? epoch.trainingLoss() : validation));
    }
    return losses;
  }
}
