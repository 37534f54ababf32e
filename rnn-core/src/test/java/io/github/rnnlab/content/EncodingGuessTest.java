package io.github.rnnlab.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EncodingGuessTest {
  private static final String ENGLISH = "Was it his \u201cday off\u201d? It wasn\u2019t.\r\n";
  private static final String GERMAN =
      "\u201eF\u00fcr wen?\u201c \u2013 f\u00fcr die Gr\u00f6\u00dfte.\n";
  private static final String FRENCH =
      "\u00c0 la fin, \u0153uvre d\u2019\u00e9t\u00e9 et no\u00ebl.\n";
  private static final String RUSSIAN =
      "\u0411\u044b\u0442\u044c \u0438\u043b\u0438 \u043d\u0435 \u0431\u044b\u0442\u044c.\n";

  @ParameterizedTest
  @ValueSource(strings = {ENGLISH, GERMAN, FRENCH})
  void recognizesWindows1252(String text) {
    Finding finding = fault(text, "windows-1252");
    assertThat(finding.found()).contains("Windows-1252").doesNotContain("Latin-1");
    assertThat(finding.conversion())
        .isEqualTo("Convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW.");
    assertThat(finding.setting()).isEqualTo("Or set corpus.encoding to \"windows-1252\".");
  }

  @Test
  void convertsLatin1AsWindows1252WhichIsTheSameThere() {
    Finding finding = fault("Gr\u00fc\u00dfe, caf\u00e9 no\u00ebl.", "iso-8859-1");
    assertThat(finding.found()).endsWith("it looks like Windows-1252 or Latin-1");
    assertThat(finding.conversion()).contains("-f WINDOWS-1252");
  }

  @ParameterizedTest
  @ValueSource(strings = {"IBM850", "IBM437", "x-MacRoman"})
  void doesNotTakeDosAndMacintoshForWindows(String encoding) {
    Finding finding =
        fault(
            "Der gr\u00fcne B\u00e4r f\u00fchlt \u00e4hnlich. \u00c9t\u00e9 fr\u00e8re.", encoding);
    assertThat(finding.found()).contains("DOS or of older Macintoshes");
    assertThat(finding.setting()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"windows-1251", "koi8-r", "GBK", "Shift_JIS"})
  void namesNoEncodingOfOtherScriptsAsItsOwn(String encoding) {
    String text =
        encoding.matches("GBK|Shift_JIS") ? "\u4e2d\u6587\u3002\u65e5\u672c".repeat(4) : RUSSIAN;
    assertThat(fault(text, encoding).conversion())
        .contains("an older encoding of another script")
        .doesNotContain("1252");
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-16LE, utf-16le",
    "UTF-16BE, utf-16be",
    "UTF-32LE, utf-32le",
    "UTF-32BE, utf-32be"
  })
  void recognizesUnicodeWithoutAByteOrderMarkAlthoughItIsValidUtf8(String encoding, String name) {
    for (String text : new String[] {"To be, or not to be", GERMAN, RUSSIAN}) {
      byte[] bytes = text.getBytes(Charset.forName(encoding));
      Finding finding = EncodingGuess.insteadOfText(bytes, bytes.length).orElseThrow();
      assertThat(finding.found()).startsWith("text in " + encoding + ": ");
      assertThat(finding.conversion()).contains("iconv -f " + encoding + " ");
      assertThat(finding.setting()).contains("\"" + name + "\"");
    }
  }

  @ParameterizedTest
  @CsvSource({"UTF-16LE, UTF-16", "UTF-16BE, UTF-16", "UTF-32LE, UTF-32", "UTF-32BE, UTF-32"})
  void recognizesUnicodeByItsByteOrderMark(String encoding, String named) {
    byte[] bytes = "\uFEFF\u4e2d\u6587".getBytes(Charset.forName(encoding));
    Finding finding = EncodingGuess.insteadOfText(bytes, bytes.length).orElseThrow();
    assertThat(finding.found()).isEqualTo("text in " + named + ", by its byte order mark");
    assertThat(finding.conversion()).contains("iconv -f " + named + " ");
  }

  @Test
  void tellsDamageFromAnotherEncoding() {
    byte[] bytes = {(byte) 0xe9, ' ', 'b'};
    assertThat(EncodingGuess.ofFault(bytes, 3, 70, true, true).found())
        .isEqualTo(
            "byte 0xE9 at offset 70, which begins no valid character, after characters that are in"
                + " UTF-8");
    assertThat(EncodingGuess.ofFault(bytes, 1, 70, true, true).found())
        .endsWith("the file ends within one");
  }

  private static Finding fault(String text, String encoding) {
    byte[] all = text.getBytes(Charset.forName(encoding));
    int at = 0;
    while (all[at] >= 0) {
      at++;
    }
    byte[] fault = Arrays.copyOfRange(all, at, all.length);
    assertThat(EncodingGuess.insteadOfText(all, all.length)).isEmpty();
    return EncodingGuess.ofFault(fault, fault.length, at, false, true);
  }
}
