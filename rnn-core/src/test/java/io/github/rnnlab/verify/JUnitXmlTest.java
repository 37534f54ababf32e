package io.github.rnnlab.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.archive.Finding;
import io.github.rnnlab.verify.Verification.Check;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class JUnitXmlTest {
  @TempDir Path directory;

  @Test
  void showsWhatPassedWhatFailedAndWhatWasSkipped() throws Exception {
    Finding finding = new Finding(Finding.Kind.DIVERGED, "found <a> & \"b\",\nexpected c");
    JUnitXml.write(
        directory,
        new Verification(
            "play",
            "Trained afresh.",
            List.of(
                new Check("the archive is whole", null, false, 0.0625),
                new Check("the run is the archived one", finding, false, 2),
                new Check("the files are the archived ones", null, true, 0))));
    Element suite =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(directory.resolve("TEST-rnn-play.xml").toFile())
            .getDocumentElement();
    assertThat(suite.getTagName()).isEqualTo("testsuite");
    assertThat(suite.getAttribute("tests")).isEqualTo("3");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getAttribute("skipped")).isEqualTo("1");
    assertThat(suite.getAttribute("time")).isEqualTo("2.062");
    Element failure = (Element) suite.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("type")).isEqualTo("DIVERGED");
    assertThat(failure.getTextContent()).isEqualTo(finding.message());
    assertThat(((Element) failure.getParentNode()).getAttribute("classname")).isEqualTo("rnn.play");
    assertThat(suite.getElementsByTagName("system-out").item(0).getTextContent())
        .isEqualTo("Trained afresh.");
  }
}
