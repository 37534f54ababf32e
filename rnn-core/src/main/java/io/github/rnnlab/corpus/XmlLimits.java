package io.github.rnnlab.corpus;

import java.util.Map;
import java.util.TreeMap;
import javax.xml.transform.TransformerFactory;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/**
 * How much the JDK's XML parser and its XSLT processor take. They are stated here, since releases
 * have defaults of their own (an element may have 10,000 attributes in JDK 17 and 200 in JDK 25),
 * which system properties and files of the JDK change besides. They are those of JDK 17, which
 * have no bound for the depth of elements; but a stylesheet may call itself for each level, and so
 * exhaust the stack.
 */
final class XmlLimits {
  private static final String PREFIX = "jdk.xml.";

  /** By the names of the JDK, without their prefix; 0 is no limit. */
  private static final Map<String, String> PARSER =
      new TreeMap<>(
          Map.of(
              "maxElementDepth", "1000",
              "elementAttributeLimit", "10000",
              "entityExpansionLimit", "64000",
              "entityReplacementLimit", "3000000",
              "totalEntitySizeLimit", "50000000",
              "maxGeneralEntitySizeLimit", "0",
              "maxParameterEntitySizeLimit", "1000000",
              "maxXMLNameLimit", "1000",
              "maxOccurLimit", "5000"));

  /** Of the expressions of a stylesheet. */
  private static final Map<String, String> EXPRESSIONS =
      new TreeMap<>(
          Map.of(
              "xpathExprGrpLimit", "10", "xpathExprOpLimit", "100", "xpathTotalOpLimit", "10000"));

  private XmlLimits() {}

  static void set(XMLReader parser) throws SAXException {
    for (Map.Entry<String, String> limit : PARSER.entrySet()) {
      parser.setProperty(PREFIX + limit.getKey(), limit.getValue());
    }
  }

  static void set(TransformerFactory processor) {
    EXPRESSIONS.forEach((name, limit) -> processor.setAttribute(PREFIX + name, limit));
  }

  /** Whether a property of a parser is one of the limits, under any of its names. */
  static boolean isLimit(String property) {
    return PARSER.containsKey(property.substring(1 + Math.max(property.lastIndexOf('.'), property.lastIndexOf('/'))));
  }
}
