package io.github.rnnlab.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class XmlToTextTest {
  private static final String ALL_TEXT =
      """
      <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
        <xsl:template match="/"><xsl:value-of select="."/></xsl:template>
      </xsl:stylesheet>
      """;

  private static final String WORDS =
      "<a><b>zeta</b><b>chair</b><b>hut</b><b>Zeta</b><b>ähre</b><b>aerie</b><b>cold</b>"
          + "<b>ıs</b><b>İs</b><b>is</b><b>Is</b><b>ort</b><b>örtlich</b></a>";

  private static final String SORTED =
      """
      <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
        <xsl:template match="/">
          <xsl:for-each select="a/b">
            <xsl:sort select="." ATTRIBUTES/>
            <xsl:value-of select="concat(., ' ')"/>
          </xsl:for-each>
          <xsl:value-of select="format-number(1234567.891, '#,##0.00')"/>
          <xsl:number value="1234567" grouping-separator="." grouping-size="3"/>
        </xsl:template>
      </xsl:stylesheet>
      """;

  private final Locale before = Locale.getDefault();

  @TempDir private Path directory;

  @AfterEach
  void restoreTheLocale() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "en", "sv", "cs", "de", "tr", "ja", "ar-EG-u-nu-arab"})
  void sortsAndFormatsInEveryLocaleTheSame(String locale) throws IOException {
    Locale.setDefault(Locale.forLanguageTag(locale));
    String sorted =
        "aerie ähre chair cold hut is Is İs ort örtlich zeta Zeta ıs 1,234,567.891.234.567";
    assertThat(text(SORTED.replace("ATTRIBUTES", ""), WORDS)).isEqualTo(sorted);
    assertThat(text(SORTED.replace("ATTRIBUTES", "lang='en'"), WORDS)).isEqualTo(sorted);
    assertThat(text(SORTED.replace("ATTRIBUTES", "case-order='upper-first'"), WORDS))
        .isEqualTo(sorted.replace("is Is", "Is is").replace("zeta Zeta", "Zeta zeta"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lang='sv'", "lang='{a/@lang}'", "lang=''"})
  void refusesAnotherLanguageToSortBy(String attribute) {
    assertThatThrownBy(() -> text(SORTED.replace("ATTRIBUTES", attribute), WORDS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("line 4: xsl:sort has lang=")
        .hasMessageContaining("leave lang out");
  }

  @Test
  void numbersInRomanCapitalsOnlyWhereTheyAreThose() throws IOException {
    String act = stylesheet("<xsl:number value='4' format='I'/>");
    assertThat(text(act, "<a/>")).isEqualTo("IV");
    Locale.setDefault(Locale.forLanguageTag("tr"));
    assertThatThrownBy(() -> text(act, "<a/>"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("-Duser.language=en");
    assertThat(text(act.replace("'I'", "'1'"), "<a/>")).isEqualTo("4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "date:date-time()",
        "math:random()",
        "java:java.lang.System.currentTimeMillis()",
        "system-property('user.name')",
        "document('other.xml')"
      })
  void refusesWhatTheClockTheMachineOrChanceAnswers(String expression) {
    assertThatThrownBy(
            () -> text(stylesheet("<xsl:value-of select=\"" + expression + "\"/>"), "<a/>"))
        .isInstanceOf(InvalidInputException.class);
    System.setProperty("jdk.xml.enableExtensionFunctions", "true");
    try {
      assertThatThrownBy(
              () -> text(stylesheet("<xsl:value-of select=\"" + expression + "\"/>"), "<a/>"))
          .isInstanceOf(InvalidInputException.class);
    } finally {
      System.clearProperty("jdk.xml.enableExtensionFunctions");
    }
  }

  @Test
  void doesNotTellAStylesheetWhereItRuns() throws IOException {
    assertThat(
            text(
                stylesheet("<xsl:value-of select=\"unparsed-entity-uri('p')\"/>"),
                "<!DOCTYPE a [<!NOTATION n PUBLIC 'x'><!ENTITY p SYSTEM 'p.gif' NDATA n>]><a/>"))
        .isEmpty();
  }

  /**
   * The defaults of JDK 17 or 25, and what its settings may say, are all stricter here or there.
   */
  @ParameterizedTest
  @CsvSource({
    "jdk.xml.maxElementDepth, 1",
    "jdk.xml.elementAttributeLimit, 1",
    "jdk.xml.entityExpansionLimit, 1",
    "jdk.xml.totalEntitySizeLimit, 1",
    "jdk.xml.maxXMLNameLimit, 1",
    "jdk.xml.xpathExprOpLimit, 1",
    "jdk.xml.dtd.support, deny",
    "jdk.xml.dtd.support, ignore"
  })
  void takesAsMuchWhateverTheSettingsOfTheJvm(String property, String value) throws IOException {
    System.setProperty(property, value);
    try {
      StringBuilder attributes = new StringBuilder();
      for (int i = 0; i < 5000; i++) {
        attributes.append(" a").append(i).append("='1'");
      }
      String entities = "<!DOCTYPE a [<!ENTITY e '0123456789'>]>";
      assertThat(
              text(
                  ALL_TEXT,
                  entities
                      + "<a>"
                      + "<bcdef"
                      + attributes
                      + "/>"
                      + "<b>".repeat(999)
                      + "&e;".repeat(20_000)
                      + "</b>".repeat(999)
                      + "</a>"))
          .hasSize(200_000);
    } finally {
      System.clearProperty(property);
    }
  }

  @Test
  void refusesWhatIsTooDeepOrTooMuch() {
    for (String xml :
        List.of(
            "<b>".repeat(1001) + "</b>".repeat(1001),
            "<b>".repeat(1_000_000),
            "<!DOCTYPE a [<!ENTITY e ''>]><a>" + "&e;".repeat(64_001) + "</a>")) {
      assertThatThrownBy(() -> text(ALL_TEXT, xml)).isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void refusesAStylesheetThatCallsItselfWithoutEnd() {
    String endless =
        ALL_TEXT
            .replace("match=\"/\"", "match=\"/\" name=\"r\"")
            .replace("<xsl:value-of select=\".\"/>", "<xsl:call-template name=\"r\"/>");
    assertThatThrownBy(() -> text(endless, "<a/>"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("it calls itself without end");
  }

  private static String stylesheet(String body) {
    return """
        <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
            xmlns:date="http://exslt.org/dates-and-times" xmlns:math="http://exslt.org/math"
            xmlns:java="http://xml.apache.org/xalan/java">
          <xsl:template match="/">BODY</xsl:template>
        </xsl:stylesheet>
        """
        .replace("BODY", body);
  }

  private String text(String stylesheet, String xml) throws IOException {
    Path file = Files.writeString(directory.resolve("sheet.xslt"), stylesheet);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    XmlToText.compile(file)
        .transform(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), "a", out);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Short texts fail when they are flushed, long ones in the middle of the transformation. */
  @ParameterizedTest
  @ValueSource(ints = {10, 100_000})
  void doesNotBlameTheStylesheetForAFullDisk(int characters) throws IOException {
    Path stylesheet = Files.writeString(directory.resolve("all.xslt"), ALL_TEXT);
    byte[] xml = ("<a>" + "x".repeat(characters) + "</a>").getBytes(StandardCharsets.UTF_8);
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertThatIOException()
        .isThrownBy(
            () -> XmlToText.compile(stylesheet).transform(new ByteArrayInputStream(xml), "a", full))
        .withMessage("No space left on device");
  }
}
