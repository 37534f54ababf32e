package io.github.rnnlab.corpus;

import java.io.StringReader;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.XMLFilterImpl;

/**
 * Parses one XML document and nothing else: an external DTD is neither loaded nor missed, but an
 * entity that only it could define is refused rather than left out.
 */
final class ClosedXmlReader extends XMLFilterImpl {
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
      setParent(factory.newSAXParser().getXMLReader());
    } catch (ParserConfigurationException e) {
      throw new AssertionError("the JDK's own parser has these features", e);
    }
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
      fatalError(new SAXParseException("&" + name + "; is defined outside the document", locator));
    }
  }

  @Override
  public void fatalError(SAXParseException e) throws SAXException {
    problems.add(e);
    throw e;
  }
}
