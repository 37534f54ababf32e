package io.github.rnnlab.verify;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.Decimal;
import io.github.rnnlab.file.AtomicFile;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes verifications as JUnit reports, which CI servers display. */
final class JUnitXml {
  private static final int MILLISECONDS = 3;

  private JUnitXml() {}

  /** Writes {@code TEST-rnn-<name>.xml} into a directory, atomically. */
  static void write(Path directory, Verification verification) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      suite(xml, verification);
      xml.writeEndDocument();
    } catch (XMLStreamException e) {
      throw new BrokenRunException("Cannot write the result of " + verification.name() + ".", e);
    }
    AtomicFile.write(Verification.file(directory, verification.name()), text + "\n");
  }

  private static void suite(XMLStreamWriter xml, Verification verification)
      throws XMLStreamException {
    List<Verification.Check> checks = verification.checks();
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", "rnn:verify " + verification.name());
    xml.writeAttribute("tests", String.valueOf(checks.size()));
    xml.writeAttribute(
        "failures", count(checks.stream().filter(check -> check.finding() != null).count()));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute(
        "skipped", count(checks.stream().filter(Verification.Check::skipped).count()));
    xml.writeAttribute("time", seconds(verification.seconds()));
    for (Verification.Check check : checks) {
      test(xml, verification.name(), check);
    }
    xml.writeCharacters("\n  ");
    xml.writeStartElement("system-out");
    xml.writeCharacters(verification.summary());
    xml.writeEndElement();
    xml.writeCharacters("\n");
    xml.writeEndElement();
  }

  private static void test(XMLStreamWriter xml, String name, Verification.Check check)
      throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", "rnn." + name);
    xml.writeAttribute("name", check.name());
    xml.writeAttribute("time", seconds(check.seconds()));
    if (check.skipped()) {
      xml.writeEmptyElement("skipped");
    }
    if (check.finding() != null) {
      xml.writeStartElement("failure");
      xml.writeAttribute("type", check.finding().kind().name());
      xml.writeAttribute("message", check.finding().message());
      xml.writeCharacters(check.finding().message());
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static String count(long number) {
    return String.valueOf(number);
  }

  private static String seconds(double seconds) {
    return Decimal.fixed(seconds, MILLISECONDS);
  }
}
