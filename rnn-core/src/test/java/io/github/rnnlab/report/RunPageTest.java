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
  void showsWhatTheModelWroteWhileItWasTrained() throws Exception {
    new FakeRun(3, 40).write(directory);
    assertThat(page()).doesNotContain("as training went on");
    Files.writeString(
        directory.resolve("samples-in-training.md"),
        "# Texts of play\n\n## After step 2 (epoch 1)\n\n```text\n"
            + HOSTILE
            + "\n```\n"
            + "\n## After step 4 (epoch 1)\n\n```text\nthe king\n```\n");
    String page = page();
    assertThat(page)
        .doesNotContain("<img")
        .contains("<h4>After step 2 (epoch 1)</h4>\n<pre>\n" + Html.text(HOSTILE) + "</pre>")
        .contains("<h4>After step 4 (epoch 1)</h4>\n<pre>\nthe king</pre>");
    Markup.requireValid(page);
  }

  @Test
  void drawsTheNormsOfTheGradient() throws Exception {
    new FakeRun(3, 40).write(directory);
    assertThat(Markup.data(page()).path("charts")).hasSize(1);
    Files.writeString(
        directory.resolve("gradient-norms.csv"),
        "step,measured_steps,mean_norm,greatest_norm\n2,2,0.5,0.75\n4,2,Infinity,Infinity\n"
            + "120,2,0.25,1.5\n");
    String page = page();
    JsonNode chart = Markup.data(page).path("charts").path(1);
    assertThat(points(chart, "mean")).containsExactly(List.of(0.05, 0.5), List.of(3.0, 0.25));
    assertThat(points(chart, "greatest")).containsExactly(List.of(0.05, 0.75), List.of(3.0, 1.5));
    assertThat(points(chart, "training.clipNorm")).isEmpty(); // Reports leave 0 out.
    Markup.requireValid(page);
  }

  @Test
  void drawsTheLearningRateOfEachStep() throws IOException {
    schedule(Map.of("type", "cosine", "warmupSteps", 3, "minLearningRate", 0.0));
    List<List<Double>> points = rates();
    assertThat(points.get(0)).isEqualTo(List.of(1 / 40.0, 0.005));
    assertThat(points.get(1)).isEqualTo(List.of(2 / 40.0, 0.01));
    assertThat(points.get(2)).isEqualTo(List.of(4 / 40.0, 0.02));
    assertThat(points.get(points.size() - 1).get(1)).isPositive().isLessThan(1e-5);
  }

  @Test
  void drawsTheLearningRateThatFollowsTheValidationLoss() throws IOException {
    schedule(Map.of("type", "plateau", "factor", 0.5, "patience", 0, "minLearningRate", 0.0));
    assertThat(rates().stream().map(point -> point.get(1)).distinct())
        .containsExactly(0.02, 0.01); // The loss of the second epoch is not below the first.
    assertThat(rates()).contains(List.of(2.0, 0.02), List.of(2 + 1 / 40.0, 0.01));
  }

  @Test
  void saysThatTheLearningRateIsConstant() throws IOException {
    schedule(Map.of("type", "constant"));
    assertThat(page()).contains("<p>The learning rate is 0.02, with the schedule constant.</p>");
  }

  private void schedule(Map<String, Object> schedule) throws IOException {
    Map<String, Object> training = new LinkedHashMap<>();
    training.put("epochs", 3);
    training.put("batchSize", 1);
    training.put("validateEvery", 1);
    training.put("optimizer", Map.of("learningRate", 0.02));
    training.put("schedule", schedule);
    new FakeRun(3, 40)
        .with("training", training)
        .with("prepare", Map.of("validationFraction", 0.1))
        .withEpochs(
            epoch ->
                epoch.epoch() == 2
                    ? EpochRecord.of(2, epoch.trainingLoss(), 9.0, 9.0, epoch.weightsSha256())
                    : epoch)
        .write(directory);
  }

  private List<List<Double>> rates() throws IOException {
    return points(Markup.data(page()).path("charts").path(1), "learning rate");
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
