package io.github.rnnlab.source;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.Interruption;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.transform.Templates;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.sax.SAXResult;
import javax.xml.transform.sax.SAXSource;
import org.jspecify.annotations.Nullable;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Turns XML into text by a stylesheet and the JDK's XSLT 1.0 processor. No other file is
 * accessible: the external DTD of a DOCTYPE is not loaded, and {@code document()} and {@code
 * xsl:include} are refused. Nothing depends on the locale, on settings or on the JDK's release; see
 * {@link StylesheetReader} and {@link XmlLimits}.
 *
 * <p>Only the characters of the result are kept. They are written as UTF-8 here, because the JDK's
 * text serializer would write the platform's line ends.
 */
final class XmlToText {
  private final Templates templates;

  private XmlToText(Templates templates) {
    this.templates = templates;
  }

  /**
   * Compiles a stylesheet.
   *
   * @throws InvalidInputException if it is missing or invalid, with the line
   */
  static XmlToText compile(Path stylesheet) {
    if (!Files.isRegularFile(stylesheet)) {
      throw new InvalidInputException(
          "corpus.stylesheet",
          "no file at " + stylesheet.toAbsolutePath(),
          "an XSLT stylesheet",
          "Correct the path.");
    }
    XmlProblems problems = new XmlProblems();
    try (InputStream in = Files.newInputStream(stylesheet)) {
      TransformerFactory factory = TransformerFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_STYLESHEET, "");
      XmlLimits.set(factory);
      factory.setErrorListener(problems);
      return new XmlToText(
          factory.newTemplates(new SAXSource(new StylesheetReader(problems), new InputSource(in))));
    } catch (TransformerException
        | SAXException
        | IOException
        | RuntimeException
        | LinkageError
        | StackOverflowError e) {
      Interruption.rethrow(e);
      // The processor makes bytecode of a stylesheet, and fails in many ways on one that is wrong.
      throw new InvalidInputException(
          "corpus.stylesheet",
          stylesheet.toString(),
          "an XSLT 1.0 stylesheet that stands alone",
          "Correct it: " + problems.or(e),
          e);
    }
  }

  /**
   * Writes the text of one document in UTF-8. Leaves both streams open.
   *
   * @param where names the document in messages
   * @throws InvalidInputException if the document is not XML or the stylesheet fails on it
   */
  void transform(InputStream xml, String where, OutputStream out) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    Characters characters = new Characters(writer);
    XmlProblems problems = new XmlProblems();
    try {
      Transformer transformer = templates.newTransformer();
      transformer.setErrorListener(problems);
      transformer.transform(
          new SAXSource(new ClosedXmlReader(problems), new InputSource(xml)),
          new SAXResult(characters));
    } catch (TransformerException
        | SAXException
        | RuntimeException
        | LinkageError
        | StackOverflowError e) {
      if (characters.failure != null) {
        throw characters.failure; // The processor wraps what its output throws.
      }
      Interruption.rethrow(e);
      throw new InvalidInputException(
          "corpus.entries",
          where,
          "XML that corpus.stylesheet can make text of",
          "Correct the stylesheet or choose another entry: " + problems.or(e),
          e);
    }
    writer.flush();
  }

  /** Passes on the characters of a result and ignores its markup. */
  private static final class Characters extends DefaultHandler {
    private final Writer writer;
    private @Nullable IOException failure;

    Characters(Writer writer) {
      this.writer = writer;
    }

    @Override
    public void characters(char[] text, int start, int length) throws SAXException {
      try {
        writer.write(text, start, length);
      } catch (IOException e) {
        failure = e;
        throw new SAXException(e);
      }
    }
  }
}
