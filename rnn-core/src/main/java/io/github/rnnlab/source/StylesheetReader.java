package io.github.rnnlab.source;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;

/**
 * Parses a stylesheet and makes it independent of the machine's locale and the JDK's release.
 * {@code xsl:sort} always uses the JDK's collation rules for English, which are those of the root
 * locale and have not changed so far. The rules of other languages do change: the Swedish ones did
 * between JDK 17 and 25.
 */
final class StylesheetReader extends ClosedXmlReader {
  private static final String XSLT = "http://www.w3.org/1999/XSL/Transform";
  private static final String COLLATION = "en";

  StylesheetReader(XmlProblems problems) throws SAXException {
    super(problems);
  }

  @Override
  public void startElement(String uri, String localName, String qName, Attributes attributes)
      throws SAXException {
    if (!uri.equals(XSLT)) {
      super.startElement(uri, localName, qName, attributes);
      return;
    }
    if (localName.equals("number")) {
      requireRomanNumerals(attributes.getValue("format"));
    }
    super.startElement(
        uri, localName, qName, localName.equals("sort") ? sorted(attributes) : attributes);
  }

  private Attributes sorted(Attributes attributes) throws SAXException {
    String language = attributes.getValue("lang");
    if (language == null) {
      AttributesImpl stated = new AttributesImpl(attributes);
      stated.addAttribute("", "lang", "lang", "CDATA", COLLATION);
      return stated;
    }
    if (!language.equals(COLLATION)) {
      refuse(
          "xsl:sort has lang=\""
              + language
              + "\", whose order depends on the release of Java; leave lang out: texts are always"
              + " sorted as in English");
    }
    return attributes;
  }

  /** The JDK capitalizes i, v and x in the machine's locale: in a Turkish one, to İ. */
  private void requireRomanNumerals(@Nullable String format) throws SAXException {
    Locale ofThisJvm = Locale.getDefault(Locale.Category.DISPLAY); // Only to refuse it.
    boolean mayBeRoman = format != null && (format.contains("I") || format.contains("{"));
    if (mayBeRoman && !"i".toUpperCase(ofThisJvm).equals("I")) {
      refuse(
          "xsl:number has format=\""
              + format
              + "\", whose capitals would be others in the locale of this JVM; start it with"
              + " -Duser.language=en");
    }
  }
}
