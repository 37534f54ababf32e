package io.github.rnnlab.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.Decimal;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.page.Page;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.FakeRun;
import io.github.rnnlab.record.RunReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class LossChartTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"1, false", "1, true", "2, false", "2, true", "50, false", "50, true"})
  void isWellFormedAndDrawsEveryEpoch(int count, boolean validation) throws Exception {
    Document svg = parse(draw("play", epochs(count, validation)));
    assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(validation ? 2 : 1);
    // The legend has a mark of each line.
    assertThat(marks(svg)).hasSize((validation ? 2 : 1) * (count + 1));
    assertThat(texts(svg))
        .contains("play", "epoch", "loss, nats per character")
        .contains(count == 1 ? "training 3.0000" : "training 3.0000 → " + last(count))
        .satisfies(
            texts ->
                assertThat(texts.stream().anyMatch(text -> text.startsWith("validation 3.3000")))
                    .isEqualTo(validation));
  }

  @ParameterizedTest
  @CsvSource({"1, false", "2, true", "50, true"})
  void drawsWithinThePicture(int count, boolean validation) throws Exception {
    for (Element mark : marks(parse(draw("play", epochs(count, validation))))) {
      String[] place = mark.getAttribute("transform").replaceAll("[^0-9. ]", "").split(" ");
      assertThat(Double.parseDouble(place[0])).isBetween(64.0, 696.0);
      assertThat(Double.parseDouble(place[1])).isBetween(48.0, 440.0);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-9, 0.01, 1, 99.99, 123_456, 1e12, 6e38})
  void drawsALossOfAnySize(double loss) throws Exception {
    List<EpochRecord> equal =
        List.of(EpochRecord.of(1, loss, loss, loss, ""), EpochRecord.of(2, loss, loss, loss, ""));
    assertThat(marks(parse(draw("play", equal)))).hasSize(6);
  }

  @Test
  void escapesTheTitle() throws Exception {
    assertThat(texts(parse(draw("a<b> & \"c\" 'é'", epochs(2, true)))))
        .contains("a<b> & \"c\" 'é'");
  }

  @Test
  void givesTheSameBytesForTheSameLosses() throws IOException {
    String first = draw("play", epochs(50, true));
    assertThat(draw("play", epochs(50, true))).isEqualTo(first);
    assertThat(first).doesNotContain("\r").endsWith("</svg>\n");
  }

  @Test
  void marksNoPointOfALongLine() throws Exception {
    Document svg = parse(draw("play", epochs(500, true)));
    assertThat(marks(svg)).hasSize(2);
    assertThat(texts(svg)).contains("1", "50", "100", "500").doesNotContain("2", "25");
  }

  @Test
  void saysWhatItShowsInWords() throws Exception {
    Document svg = parse(draw("play", epochs(2, true)));
    assertThat(svg.getDocumentElement().getAttribute("role")).isEqualTo("img");
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("play");
    assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
        .isEqualTo(
            "Loss in nats per character over 2 epochs. training: 3.0000 → 2.0000; validation:"
                + " 3.3000 → 2.3000.");
  }

  @Test
  void namesTheUnitOfTheTokens() {
    Map<String, Object> prepare = new LinkedHashMap<>();
    prepare.put("unit", "word");
    assertThat(LossChart.draw(new FakeRun(2, 10).with("prepare", prepare).report()))
        .contains("loss, nats per word");
  }

  @Test
  void hasTheColorsOfThePages() throws IOException {
    try (InputStream in = Page.class.getResourceAsStream("page.css")) {
      String style = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (int i = 0; i < LineChart.LIGHT.size(); i++) {
        assertThat(style)
            .contains(
                String.format(
                    "--s%d: light-dark(%s, %s);",
                    i, LineChart.LIGHT.get(i), LineChart.DARK.get(i)));
      }
    }
  }

  /** Their archives list the hash of the chart. */
  @ParameterizedTest
  @CsvSource({
    "quickstart/archive/quickstart, f1780d348148d9f4e250648eb19a447e243cdbc6be8a15799f5b38bc4e10a586",
    "tiny-shakespeare/archive/lstm, 387bdc5177f20891c1e2e4aa044e0bc53826f08cb49419ffee17d8a0ec3e8427",
    "tiny-shakespeare/archive/seed, 8d7b8d3447f992af9b554830cbe5b1b30c69414bbf53937a37357c8e5331bae6"
  })
  void drawsTheChartsOfEarlierVersionsToTheSameBytes(String archive, String sha256) {
    RunReport report =
        RunReport.read(Path.of("..", "experiments").resolve(archive).resolve("report.json"));
    assertThat(LossChart.drawings(report)).hasSize(2).first().isEqualTo(LossChart.draw(report));
    assertThat(Sha256.of(LossChart.drawings(report).get(1))).isEqualTo(sha256);
  }

  private static String last(int count) {
    return Decimal.fixed(1 + 2.0 / count, 4);
  }

  private String draw(String title, List<EpochRecord> epochs) throws IOException {
    Path file = directory.resolve("loss.svg");
    RunReport fake = new FakeRun(1, 1).with("name", title).report();
    LossChart.write(
        file,
        RunReport.of(
            fake.identity(),
            fake.corpus(),
            fake.parameters(),
            fake.trainingWindows(),
            fake.steps(),
            fake.validation(),
            epochs,
            null,
            null,
            fake.chain()));
    return Files.readString(file);
  }

  private static List<Element> marks(Document svg) {
    NodeList paths = svg.getElementsByTagName("path");
    List<Element> marks = new ArrayList<>();
    for (int i = 0; i < paths.getLength(); i++) {
      Element path = (Element) paths.item(i);
      if (path.getAttribute("class").startsWith("mark")) {
        marks.add(path);
      }
    }
    return marks;
  }

  private static List<EpochRecord> epochs(int count, boolean validation) {
    List<EpochRecord> epochs = new ArrayList<>();
    for (int epoch = 1; epoch <= count; epoch++) {
      double loss = 1 + 2.0 / epoch;
      Double judged = validation ? Double.valueOf(loss + 0.3) : null;
      epochs.add(EpochRecord.of(epoch, loss, judged, judged, ""));
    }
    return epochs;
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static List<String> texts(Document svg) {
    NodeList nodes = svg.getElementsByTagName("text");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }
}
