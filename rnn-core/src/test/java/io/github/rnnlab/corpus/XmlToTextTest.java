package io.github.rnnlab.corpus;

import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class XmlToTextTest {
  private static final String ALL_TEXT =
      """
      <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
        <xsl:template match="/"><xsl:value-of select="."/></xsl:template>
      </xsl:stylesheet>
      """;

  @TempDir private Path directory;

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
