package io.github.rnnlab.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages what this package reads. */
final class SourceFuzzTest {
  private static final String PLAY =
      """
      <?xml version="1.0"?>
      <!DOCTYPE PLAY PUBLIC "-//PLAY//EN" "missing.dtd" [<!ENTITY dash "&#8212;">]>
      <PLAY>
        <SPEECH id="b"><SPEAKER>A</SPEAKER><LINE>Who's there &amp; why?</LINE></SPEECH>
        <SPEECH id="a"><SPEAKER>B</SPEAKER><LINE>Nay, &dash; 𝄞 é</LINE></SPEECH>
      </PLAY>
      """;
  private static final String SPEECHES =
      """
      <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
        <xsl:output method="text"/>
        <xsl:param name="mark" select="3"/>
        <xsl:template match="/">
          <xsl:for-each select="//SPEECH">
            <xsl:sort select="@id" case-order="upper-first"/>
            <xsl:number value="position()" format="I. "/>
            <xsl:value-of select="concat(SPEAKER, ':&#10;', LINE, '&#10;&#10;')"/>
          </xsl:for-each>
          <xsl:call-template name="end"/>
        </xsl:template>
        <xsl:template name="end">
          <xsl:if test="$mark &gt; count(//SPEECH)">
            <xsl:value-of select="format-number($mark * 1000.5, '#,##0.00')"/>
          </xsl:if>
        </xsl:template>
      </xsl:stylesheet>
      """;

  private final PrintStream log = System.err;

  @TempDir private Path directory;

  @AfterEach
  void restoreTheLog() {
    System.setErr(log);
  }

  @Test
  void xmlEntries() throws Exception {
    hideWhatTheParserPrints();
    Path stylesheet = Files.writeString(directory.resolve("speeches.xslt"), SPEECHES);
    XmlToText xml = XmlToText.compile(stylesheet);
    Fuzz.run(
        "XML entries",
        List.of(bytes(PLAY), bytes("<a/>")),
        input -> assertThat(text(xml, input)).isEqualTo(text(xml, input)));
  }

  @Test
  void stylesheets() throws Exception {
    hideWhatTheParserPrints();
    Path stylesheet = directory.resolve("speeches.xslt");
    Fuzz.run(
        "stylesheets",
        List.of(bytes(SPEECHES)),
        input -> {
          Files.write(stylesheet, input);
          byte[] first = text(XmlToText.compile(stylesheet), bytes(PLAY));
          assertThat(first).isNotNull();
        });
  }

  /** Of an entity that is cut off, the JDK's parser prints a stack trace before it goes on. */
  private static void hideWhatTheParserPrints() {
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
  }

  private static byte[] text(XmlToText xml, byte[] input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    xml.transform(new ByteArrayInputStream(input), "entry", out);
    return out.toByteArray();
  }

  @Test
  void artifacts() throws Exception {
    Path stylesheet = Files.writeString(directory.resolve("speeches.xslt"), SPEECHES);
    String text = "the king is dead, long live the queen. ".repeat(12);
    byte[] expected = bytes(text + PLAY);
    Path archive = directory.resolve("texts.jar");
    Fuzz.run(
        "artifacts",
        List.of(zip(ZipEntry.DEFLATED, text), zip(ZipEntry.STORED, text)),
        input -> {
          Files.write(archive, input);
          ArtifactSource source =
              new ArtifactSource(archive, "g:a:1", List.of("a.txt", "b.txt"), stylesheet);
          assertThat(source.inputs()).isNotEmpty();
          assertThat(Files.readAllBytes(source.fetch(directory.resolve("work"))))
              .isEqualTo(expected);
        });
  }

  private static byte[] zip(int method, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String[] file : new String[][] {{"a.txt", text}, {"b.txt", PLAY}, {"plays/é.xml", ""}}) {
        byte[] content = bytes(file[1]);
        ZipEntry entry = new ZipEntry(file[0]);
        entry.setMethod(method);
        entry.setSize(content.length);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
