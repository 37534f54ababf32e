package io.github.rnnlab.source;

import java.io.StringReader;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXNotRecognizedException;
import org.xml.sax.SAXNotSupportedException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.XMLFilterImpl;

/**
 * Parses a single XML document without access to any other file. An external DTD is not loaded; an
 * entity that only such a DTD could define is refused, not dropped.
 *
 * <p>{@link XmlLimits} hold whatever the JDK's release and settings are.
 */
class ClosedXmlReader extends XMLFilterImpl {
  private static final String XERCES = "http://apache.org/xml/features/";
  private static final String SAX = "http://xml.org/sax/features/";

  private final XmlProblems problems;
  private @Nullable Locator locator;

  ClosedXmlReader(XmlProblems problems) throws SAXException {
    this.problems = problems;
    try {
      SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature(XERCES + "nonvalidating/load-external-dtd", false);
      factory.setFeature(SAX + "external-general-entities", false);
      factory.setFeature(SAX + "external-parameter-entities", false);
      XMLReader parser = factory.newSAXParser().getXMLReader();
      XmlLimits.set(parser);
      setParent(parser);
    } catch (ParserConfigurationException e) {
      throw new AssertionError("the JDK's own parser has these features", e);
    }
  }

  /** Keeps the stated limits: the XSLT processor would set its own ones, which JDKs differ in. */
  @Override
  public final void setProperty(String name, Object value)
      throws SAXNotRecognizedException, SAXNotSupportedException {
    if (!XmlLimits.isLimit(name)) {
      super.setProperty(name, value);
    }
  }

  /**
   * Says nothing of files that are not text: the processor would tell a stylesheet where they are,
   * seen from the directory that this process runs in.
   */
  @Override
  public final void unparsedEntityDecl(
      String name, String publicId, String systemId, String notationName) {}

  /** Refuses the document at the position of the parser. */
  final void refuse(String message) throws SAXException {
    fatalError(new SAXParseException(message, locator));
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
      refuse("&" + name + "; is defined outside the document");
    }
  }

  @Override
  public void fatalError(SAXParseException e) throws SAXException {
    problems.add(e);
    throw e;
  }
}
