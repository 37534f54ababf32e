package io.github.rnnlab.source;

import java.util.List;
import javax.xml.transform.TransformerConfigurationException;
import javax.xml.transform.TransformerFactory;
import org.xml.sax.SAXException;
import org.xml.sax.SAXNotRecognizedException;
import org.xml.sax.XMLReader;

/**
 * Limits of the JDK's XML parser and XSLT processor. They are set explicitly, because the defaults
 * depend on the release (an element may have 10,000 attributes in JDK 17 and 200 in JDK 25), on
 * system properties and on files of the JDK. The values are those of JDK 17, which does not limit
 * the depth of elements; a stylesheet that recurses at each level can therefore exhaust the stack.
 */
final class XmlLimits {
  /** The JDK's value for no limit. */
  private static final int NONE = 0;

  /** Whether to read an internal DTD; since JDK 22 a setting can forbid it. */
  private static final String DTD_SUPPORT = "jdk.xml.dtd.support";

  /** Limits of a document. */
  private static final List<Limit> PARSER =
      List.of(
          new Limit("maxElementDepth", 1000),
          new Limit("elementAttributeLimit", 10_000),
          new Limit("entityExpansionLimit", 64_000),
          new Limit("entityReplacementLimit", 3_000_000),
          new Limit("totalEntitySizeLimit", 50_000_000),
          new Limit("maxGeneralEntitySizeLimit", NONE),
          new Limit("maxParameterEntitySizeLimit", 1_000_000),
          new Limit("maxXMLNameLimit", 1000),
          new Limit("maxOccurLimit", 5000));

  /** Limits of the expressions in a stylesheet. */
  private static final List<Limit> EXPRESSIONS =
      List.of(
          new Limit("xpathExprGrpLimit", 10),
          new Limit("xpathExprOpLimit", 100),
          new Limit("xpathTotalOpLimit", 10_000));

  /** A limit, by its name in the JDK without the prefix. */
  private record Limit(String name, int most) {
    String property() {
      return "jdk.xml." + name;
    }

    String value() {
      return Integer.toString(most);
    }
  }

  private XmlLimits() {}

  static void set(XMLReader parser) throws SAXException {
    for (Limit limit : PARSER) {
      parser.setProperty(limit.property(), limit.value());
    }
    try {
      parser.setProperty(DTD_SUPPORT, "allow");
    } catch (SAXNotRecognizedException e) {
      // Before JDK 22 there is no other way.
    }
  }

  static void set(TransformerFactory processor) throws TransformerConfigurationException {
    processor.setFeature("jdk.xml.enableExtensionFunctions", false);
    EXPRESSIONS.forEach(limit -> processor.setAttribute(limit.property(), limit.value()));
  }

  /** Returns whether a parser property is one of the limits, under any of its names. */
  static boolean isLimit(String property) {
    String name = property.substring(property.lastIndexOf('.') + 1);
    String last = name.substring(name.lastIndexOf('/') + 1);
    return property.equals(DTD_SUPPORT)
        || PARSER.stream().anyMatch(limit -> limit.name().equals(last));
  }
}
