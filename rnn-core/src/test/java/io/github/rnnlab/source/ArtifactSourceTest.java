package io.github.rnnlab.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArtifactSourceTest {
  private static final String PLAY =
      """
      <?xml version="1.0"?>
      <!DOCTYPE PLAY PUBLIC "-//PLAY//EN" "missing.dtd">
      <PLAY>
        <SPEECH><SPEAKER>A</SPEAKER><LINE>Who's there &amp; why?</LINE></SPEECH>
        <SPEECH><SPEAKER>B</SPEAKER><LINE>Nay, 𝄞 é</LINE></SPEECH>
      </PLAY>
      """;
  private static final String SPEECHES =
      """
      <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
        <xsl:output method="text"/>
        <xsl:template match="/">
          <xsl:for-each select="//SPEECH">
            <xsl:value-of select="concat(SPEAKER, ':&#10;', LINE, '&#10;&#10;')"/>
          </xsl:for-each>
        </xsl:template>
      </xsl:stylesheet>
      """;
  private static final String PLAY_AS_TEXT = "A:\nWho's there & why?\n\nB:\nNay, 𝄞 é\n\n";

  @TempDir private Path directory;

  @Test
  void concatenatesEntriesInTheirOrder() throws IOException {
    ArtifactSource source = source(SPEECHES, List.of("b.txt", "plays/one.xml", "a.txt"));
    Path text = source.fetch(directory.resolve("work"));
    assertThat(text).isEqualTo(directory.resolve("work").resolve("texts-1.0.txt"));
    assertThat(Files.readString(text)).isEqualTo("second\r\n" + PLAY_AS_TEXT + "first");
  }

  @Test
  void needsNoStylesheetForPlainText() throws IOException {
    assertThat(Files.readString(source(null, List.of("a.txt")).fetch(directory)))
        .isEqualTo("first");
  }

  @Test
  void namesTheNearestEntry() throws IOException {
    ArtifactSource source = source(SPEECHES, List.of("a.txt", "plays/on.xml"));
    assertThatThrownBy(() -> source.fetch(directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "corpus.entries: found \"plays/on.xml\", which is not in g:texts:1.0")
        .hasMessageContaining("Did you mean \"plays/one.xml\"?");
    assertThat(directory.resolve("texts-1.0.txt")).doesNotExist();
  }

  @Test
  void refusesXmlWithoutAStylesheet() throws IOException {
    ArtifactSource source = source(null, List.of("plays/one.xml"));
    assertThatThrownBy(() -> source.fetch(directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("corpus.stylesheet: found nothing");
    ArtifactSource missing =
        new ArtifactSource(
            source.archive(), "g:texts:1.0", source.entries(), directory.resolve("none.xslt"));
    assertThatThrownBy(() -> missing.fetch(directory))
        .hasMessageStartingWith("corpus.stylesheet: found no file at");
  }

  @Test
  void namesTheLineOfAStylesheetThatDoesNotCompile() throws IOException {
    for (String wrong :
        List.of(
            SPEECHES.replace("//SPEECH", "//SPEECH["),
            SPEECHES.replace("xsl:for-each select=", "xsl:for-each chosen="),
            SPEECHES.replace("</xsl:for-each>", ""))) {
      ArtifactSource source = source(wrong, List.of("plays/one.xml"));
      assertThatThrownBy(() -> source.fetch(directory))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("corpus.stylesheet: found ")
          .hasMessageMatching("(?s).*speeches.xslt, expected .* line [4-8]: .*");
    }
  }

  @Test
  void namesTheLineOfBrokenXml() throws IOException {
    ArtifactSource source = source(SPEECHES, List.of("plays/broken.xml"));
    assertThatThrownBy(() -> source.fetch(directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("corpus.entries: found g:texts:1.0!/plays/broken.xml, expected ")
        .hasMessageContaining("line 3: ");
  }

  @Test
  void refusesEntitiesOfADtdThatIsNotRead() throws IOException {
    ArtifactSource source = source(SPEECHES, List.of("plays/entity.xml"));
    assertThatThrownBy(() -> source.fetch(directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("plays/entity.xml, expected ")
        .hasMessageContaining("line 3: &mdash;");
  }

  @Test
  void readsNothingButTheEntryAndTheStylesheet() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret.xml"), "<secret>hidden</secret>");
    String document =
        SPEECHES.replace("//SPEECH\"", "document('" + secret.toUri() + "')\"").replace("LINE", ".");
    ArtifactSource byFunction = source(document, List.of("plays/one.xml"));
    assertThatThrownBy(() -> byFunction.fetch(directory)).isInstanceOf(InvalidInputException.class);
    String include =
        SPEECHES.replace(
            "<xsl:output", "<xsl:include href=\"" + secret.toUri() + "\"/><xsl:output");
    ArtifactSource byInclude = source(include, List.of("plays/one.xml"));
    assertThatThrownBy(() -> byInclude.fetch(directory)).isInstanceOf(InvalidInputException.class);
    ArtifactSource byEntity = source(SPEECHES, List.of("plays/external.xml"));
    assertThatThrownBy(() -> byEntity.fetch(directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageNotContaining("hidden");
  }

  @Test
  void readsAPlayOfManyThousandLines() throws IOException {
    Path text = source(SPEECHES, List.of("plays/long.xml")).fetch(directory);
    assertThat(Files.readString(text)).isEqualTo("A:\nx & y — 𝄞\n\n".repeat(20_000));
  }

  /** A byte of a stored entry, which nothing but its checksum tells. */
  @Test
  void refusesAnEntryWithoutItsChecksum() throws IOException {
    Path archive = directory.resolve("stored.jar");
    byte[] text = "to be or not to be".getBytes(StandardCharsets.UTF_8);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      ZipEntry entry = new ZipEntry("a.txt");
      CRC32 crc = new CRC32();
      crc.update(text);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(text.length);
      entry.setCrc(crc.getValue());
      zip.putNextEntry(entry);
      zip.write(text);
    }
    byte[] whole = Files.readAllBytes(archive);
    int at = new String(whole, StandardCharsets.ISO_8859_1).indexOf("not");
    whole[at] ^= 1;
    Files.write(archive, whole);
    ArtifactSource source = new ArtifactSource(archive, "g:a:1", List.of("a.txt"), null);
    assertThatThrownBy(() -> source.fetch(directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("corpus.artifact: found a damaged entry a.txt: its checksum");
    assertThat(directory.resolve("stored.txt")).doesNotExist();
  }

  @Test
  void refusesArchivesThatAreMissingOrNone() throws IOException {
    ArtifactSource source = source(null, List.of("a.txt"));
    Files.writeString(source.archive(), "no zip");
    assertThatThrownBy(() -> source.fetch(directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("corpus.artifact: found ")
        .hasMessageContaining("which is no zip");
    Files.delete(source.archive());
    assertThatThrownBy(() -> source.fetch(directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no file at");
    assertThatThrownBy(() -> source(null, List.of()))
        .hasMessageStartingWith("corpus.entries: found no entry");
  }

  private ArtifactSource source(@Nullable String stylesheet, List<String> entries)
      throws IOException {
    Path archive = directory.resolve("texts-1.0.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      put(zip, "plays/", "");
      put(zip, "plays/one.xml", PLAY);
      put(zip, "plays/broken.xml", "<PLAY>\n<SPEECH>\n</PLAY>\n");
      put(
          zip,
          "plays/entity.xml",
          PLAY.replace("Who's", "&mdash;").replace("<?xml version=\"1.0\"?>\n", ""));
      put(
          zip,
          "plays/external.xml",
          "<!DOCTYPE P [<!ENTITY e SYSTEM \""
              + directory.resolve("secret.xml").toUri()
              + "\">]>\n<P><SPEECH><LINE>&e;</LINE></SPEECH></P>");
      String speech = "<SPEECH><SPEAKER>A</SPEAKER><LINE>x &amp; y &#8212; 𝄞</LINE></SPEECH>\n";
      put(zip, "plays/long.xml", "<PLAY>" + speech.repeat(20_000) + "</PLAY>");
      put(zip, "a.txt", "first");
      put(zip, "b.txt", "second\r\n");
    }
    Path file = directory.resolve("speeches.xslt");
    if (stylesheet != null) {
      Files.writeString(file, stylesheet);
    }
    return new ArtifactSource(archive, "g:texts:1.0", entries, stylesheet == null ? null : file);
  }

  private static void put(ZipOutputStream zip, String name, String content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
