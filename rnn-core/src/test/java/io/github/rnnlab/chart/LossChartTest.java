package io.github.rnnlab.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.record.EpochRecord;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    assertThat(svg.getElementsByTagName("circle").getLength())
        .isEqualTo(validation ? 2 * count : count);
    assertThat(texts(svg))
        .contains("play", "training", "epoch", "loss, nats per character", "1")
        .satisfies(texts -> assertThat(texts.contains("validation")).isEqualTo(validation));
  }

  @ParameterizedTest
  @CsvSource({"1, false", "2, true", "50, true"})
  void drawsWithinThePicture(int count, boolean validation) throws Exception {
    NodeList circles =
        parse(draw("play", epochs(count, validation))).getElementsByTagName("circle");
    for (int i = 0; i < circles.getLength(); i++) {
      Element circle = (Element) circles.item(i);
      assertThat(Double.parseDouble(circle.getAttribute("cx"))).isBetween(64.0, 696.0);
      assertThat(Double.parseDouble(circle.getAttribute("cy"))).isBetween(48.0, 368.0);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-9, 0.01, 1, 99.99, 123_456, 1e12, 6e38})
  void drawsALossOfAnySize(double loss) throws Exception {
    List<EpochRecord> equal =
        List.of(EpochRecord.of(1, loss, loss, loss, ""), EpochRecord.of(2, loss, loss, loss, ""));
    assertThat(parse(draw("play", equal)).getElementsByTagName("circle").getLength()).isEqualTo(4);
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

  private String draw(String title, List<EpochRecord> epochs) throws IOException {
    Path file = directory.resolve("loss.svg");
    LossChart.write(file, title, epochs);
    return Files.readString(file);
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
