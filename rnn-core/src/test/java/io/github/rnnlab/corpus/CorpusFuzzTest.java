package io.github.rnnlab.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages what this package reads. */
final class CorpusFuzzTest {
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
  void npyFiles() throws Exception {
    Path file = directory.resolve("tokens.npy");
    Fuzz.run(
        "npy files",
        List.of(golden("read_u1"), golden("read_i8"), golden("read_matrix"), golden("read_big_i2")),
        input -> {
          Files.write(file, input);
          requireSame(TokenStore.open(file), input);
        });
  }

  @Test
  void npyHeaders() throws Exception {
    Path file = directory.resolve("tokens.npy");
    Fuzz.run(
        "npy headers",
        List.of(
            bytes("{'descr': '|u1', 'fortran_order': False, 'shape': (12,), }"),
            bytes("{\"shape\":(3L, 2),\"fortran_order\":False,\"descr\":\"<i2\"}  \n"),
            bytes("{'descr': '>i4', 'fortran_order': False, 'shape': (1, 3), }")),
        input -> {
          ByteBuffer npy =
              ByteBuffer.allocate(12 + input.length + 12).order(ByteOrder.LITTLE_ENDIAN);
          npy.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0});
          npy.putInt(input.length).put(input).put(bytes("abcdefghijkl"));
          Files.write(file, npy.array());
          requireSame(TokenStore.open(file), npy.array());
        });
  }

  /** The values are the bytes at the end of the file, whatever the header says of their type. */
  private static void requireSame(TokenStore tokens, byte[] npy) {
    int width = tokens.type().width();
    int size = (int) tokens.size();
    byte[] data = Arrays.copyOfRange(npy, npy.length - size * width, npy.length);
    ByteBuffer little = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer big = ByteBuffer.wrap(data);
    for (int i = 0; i < size; i++) {
      assertThat(tokens.get(i))
          .isIn(
              NpyType.id(tokens.type().value(little, i)), NpyType.id(tokens.type().value(big, i)));
    }
  }

  @Test
  void windowsFiles() throws Exception {
    Path windows = directory.resolve("a" + WindowsFile.SUFFIX);
    byte[] npy = Files.readAllBytes(Golden.file("notebook" + WindowsFile.SUFFIX));
    byte[] chars = Files.readAllBytes(Golden.file("notebook_chars.json"));
    int length = TokenStore.open(Golden.file("notebook" + WindowsFile.SUFFIX)).columns() - 1;
    Fuzz.run(
        "windows files",
        List.of(npy),
        input -> {
          Files.write(windows, input);
          Files.write(WindowsFile.charsBeside(windows), chars);
          PreparedCorpus corpus = WindowsFile.open(windows, length);
          assertThat(corpus.tokens().columns()).isEqualTo(length + 1);
          corpus.tokens().requireIdsBelow(corpus.vocabulary().size());
        });
    Fuzz.run(
        "characters of windows files",
        List.of(chars),
        input -> {
          Files.write(windows, npy);
          Files.write(WindowsFile.charsBeside(windows), input);
          WindowsFile.open(windows, length);
        });
  }

  @Test
  void charsFiles() throws Exception {
    Path file = directory.resolve("a_chars.json");
    Path again = directory.resolve("b_chars.json");
    new CharsFile(Vocabulary.of(List.of("\n", " ", "a", "é", "𝄞")), 7).write(file);
    Fuzz.run(
        "chars files",
        List.of(
            Files.readAllBytes(file), bytes("{\"sequence_length\": 2, \"chars\": [\"a\", \"b\"]}")),
        input -> {
          Files.write(file, input);
          CharsFile read = CharsFile.read(file);
          read.write(again);
          assertThat(CharsFile.read(again)).isEqualTo(read);
        });
  }

  @Test
  void texts() throws Exception {
    Path file = directory.resolve("text.txt");
    Fuzz.run(
        "texts",
        List.of(bytes("\ufeffé𝄞\r\nabc\u0000€ß".repeat(20)), bytes("plain ascii ".repeat(30))),
        input -> {
          Files.write(file, input);
          PreparedCorpus corpus =
              new CharPreparation("text", 3, 2, true).prepare(file, directory.resolve("out"));
          int[] ids = new int[(int) corpus.characters()];
          corpus.tokens().read(0, ids, ids.length);
          assertThat(bytes(corpus.vocabulary().decode(ids))).isEqualTo(input);
        });
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

  private static byte[] golden(String name) throws IOException {
    return Files.readAllBytes(Golden.file(name + ".npy"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
