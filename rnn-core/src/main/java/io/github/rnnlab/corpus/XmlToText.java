package io.github.rnnlab.corpus;

import io.github.rnnlab.InvalidInputException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.transform.ErrorListener;
import javax.xml.transform.Source;
import javax.xml.transform.Templates;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.sax.SAXResult;
import javax.xml.transform.sax.SAXSource;
import org.jspecify.annotations.Nullable;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;
import org.xml.sax.helpers.XMLFilterImpl;

/**
 * Makes text of XML with a stylesheet and the JDK's own XSLT 1.0, without access to anything but
 * the two: a DOCTYPE's external DTD is neither loaded nor missed, {@code document()} and {@code
 * xsl:include} are refused.
 *
 * <p>Only the characters of the result count, written as UTF-8 here: the JDK's text serializer
 * would write the platform's line ends.
 */
final class XmlToText {
  private static final String XERCES = "http://apache.org/xml/features/";

  private final Templates templates;

  private XmlToText(Templates templates) {
    this.templates = templates;
  }

  /**
   * Compiles a stylesheet.
   *
   * @throws InvalidInputException if it is missing or wrong, with the line
   */
  static XmlToText compile(Path stylesheet) {
    if (!Files.isRegularFile(stylesheet)) {
      throw new InvalidInputException(
          "corpus.stylesheet",
          "no file at " + stylesheet.toAbsolutePath(),
          "an XSLT stylesheet",
          "Correct the path.");
    }
    FirstError errors = new FirstError();
    try (InputStream in = Files.newInputStream(stylesheet)) {
      TransformerFactory factory = TransformerFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_STYLESHEET, "");
      factory.setErrorListener(errors);
      return new XmlToText(factory.newTemplates(source(in)));
    } catch (TransformerException | SAXException | IOException e) {
      Exception first = errors.first == null ? e : errors.first;
      throw new InvalidInputException(
          "corpus.stylesheet",
          stylesheet + Place.of(first),
          "an XSLT 1.0 stylesheet that stands alone",
          "Correct it: " + Place.message(first),
          e);
    }
  }

  /**
   * Writes the text of one document as UTF-8; leaves both streams open.
   *
   * @param where names the document in errors
   * @throws InvalidInputException if the document is not XML or the stylesheet fails on it
   */
  void transform(InputStream xml, String where, OutputStream out) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    FirstError errors = new FirstError();
    try {
      Transformer transformer = templates.newTransformer();
      transformer.setErrorListener(errors);
      transformer.transform(source(xml), new SAXResult(new Characters(writer)));
    } catch (TransformerException | SAXException e) {
      Exception first = errors.first == null ? e : errors.first;
      throw new InvalidInputException(
          "corpus.entries",
          where + Place.of(first),
          "XML that corpus.stylesheet can make text of",
          "Correct the stylesheet or choose another entry: " + Place.message(first),
          e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    writer.flush();
  }

  private static Source source(InputStream xml) throws SAXException {
    try {
      SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature(XERCES + "nonvalidating/load-external-dtd", false);
      factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
      factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
      return new SAXSource(
          new Complete(factory.newSAXParser().getXMLReader()), new InputSource(xml));
    } catch (ParserConfigurationException e) {
      throw new AssertionError("the JDK's own parser has these features", e);
    }
  }

  /** Refuses to leave out an entity that only an external DTD would define. */
  private static final class Complete extends XMLFilterImpl {
    private @Nullable Locator locator;

    Complete(XMLReader reader) {
      super(reader);
    }

    @Override
    public void setDocumentLocator(Locator locator) {
      this.locator = locator;
      super.setDocumentLocator(locator);
    }

    @Override
    public InputSource resolveEntity(@Nullable String publicId, @Nullable String systemId) {
      return new InputSource(new StringReader(""));
    }

    @Override
    public void skippedEntity(String name) throws SAXException {
      if (!name.startsWith("[") && !name.startsWith("%")) {
        throw new SAXParseException("&" + name + "; is defined outside the document", locator);
      }
    }
  }

  /** Passes on the characters of a result, whatever its markup. */
  private static final class Characters extends DefaultHandler {
    private final Writer writer;

    Characters(Writer writer) {
      this.writer = writer;
    }

    @Override
    public void characters(char[] text, int start, int length) {
      try {
        writer.write(text, start, length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Keeps the first error, which has the line, and prints nothing. */
  private static final class FirstError implements ErrorListener {
    private @Nullable TransformerException first;

    @Override
    public void warning(TransformerException e) {}

    @Override
    public void error(TransformerException e) {
      first = first == null ? e : first;
    }

    @Override
    public void fatalError(TransformerException e) throws TransformerException {
      error(e);
      throw e instanceof TransformerConfigurationException ? e : new TransformerException(e);
    }
  }

  /** Finds line and message in nested exceptions. */
  private static final class Place {
    private Place() {}

    static String of(Throwable e) {
      for (Throwable t = e; t != null; t = t.getCause()) {
        int line =
            t instanceof SAXParseException sax
                ? sax.getLineNumber()
                : t instanceof TransformerException xslt && xslt.getLocator() != null
                    ? xslt.getLocator().getLineNumber()
                    : 0;
        if (line > 0) {
          return ", line " + line;
        }
      }
      return "";
    }

    static String message(Throwable e) {
      Throwable last = e;
      while (last.getCause() != null) {
        last = last.getCause();
      }
      return String.valueOf(last.getMessage()).strip();
    }
  }
}
