package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.record.RunReport;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs on texts as people have them. */
final class EncodedRunTest {
  private static final String TEXT =
      "so long lives th\u00efs \u2013 it\u2019s l\u00edfe\u2026\r\n".repeat(20);

  @TempDir private Path directory;
  private PlayRun run;

  @BeforeEach
  void makeADirectory() throws IOException {
    run = PlayRun.in(directory);
  }

  private void write(String text, String encoding) throws IOException {
    Files.write(directory.resolve("play.txt"), text.getBytes(Charset.forName(encoding)));
  }

  private RunReport train(String name, String... overrides) {
    run.train(name, PlayRun.config(overrides));
    return RunReport.read(run.files(name).report());
  }

  @ParameterizedTest
  @CsvSource({"windows-1252", "utf-16le", "utf-16"})
  void trainsTheSameBitsAsTheTextInUtf8(String encoding) throws IOException {
    write(TEXT, "utf-8");
    RunReport utf8 = train("utf8");
    write(TEXT, encoding);
    RunReport encoded = train("encoded", "corpus.encoding=" + encoding);
    assertThat(encoded.epochs()).isEqualTo(utf8.epochs());
    assertThat(encoded.corpus().characters()).isEqualTo(utf8.corpus().characters());
    assertThat(encoded.configSha256()).isNotEqualTo(utf8.configSha256());
    assertThat(run.files("encoded").model()).hasSameBinaryContentAs(run.files("utf8").model());
  }

  @Test
  void wordsAreReadInTheirEncodingToo() throws IOException {
    write(TEXT, "windows-1252");
    RunReport report =
        train("out", "corpus.encoding=windows-1252", "corpus.lineEnds=lf", "prepare.unit=word");
    assertThat(report.corpus().characters()).isEqualTo(TEXT.length() - 20);
    assertThat(Files.readString(directory.resolve("out/prepared/play_words.json")))
        .contains("th\u00efs", "it\u2019s")
        .doesNotContain("\\r");
  }

  @Test
  void preparesAgainWhenTheEncodingOrTheLineEndsChange() throws IOException {
    write(TEXT, "windows-1252");
    train("out", "corpus.encoding=windows-1252");
    RunReport unchanged = train("out", "corpus.encoding=windows-1252", "corpus.lineEnds=lf");
    assertThat(unchanged.corpus().characters()).isEqualTo(TEXT.length() - 20);
    assertThat(Files.readString(directory.resolve("out/prepared/play_chars.json")))
        .doesNotContain("\\r");
  }

  @Test
  void warnsOfWhatTrainsButIsHardlyMeant() throws IOException {
    write("\uFEFF" + TEXT + "\0\u0092\uFFFD", "utf-8");
    List<String> warnings = warnings();
    assertThat(warnings)
        .extracting(line -> line.replaceAll(".*(U\\+[0-9A-F]{4}).*", "$1"))
        .containsExactly("U+000D", "U+FEFF", "U+0000", "U+FFFD", "U+009F");
    assertThat(warnings.get(0)).endsWith("corpus.lineEnds \"lf\" makes line feeds of them.");
    write("plain text\n".repeat(40), "utf-8");
    assertThat(warnings()).isEmpty();
    write("so \r\0".repeat(90), "utf-8");
    assertThat(warnings("prepare.unit=byte")).isEmpty();
  }

  private List<String> warnings(String... overrides) {
    RecordedProgress progress = new RecordedProgress();
    run.experiment("prepared", PlayRun.config(overrides), progress).prepare(false);
    return progress.warnings;
  }

  @Test
  void bytesOfAnyFormatTrain() throws IOException {
    write("so%PDF" + TEXT, "utf-16");
    assertThat(train("out", "prepare.unit=byte").corpus().bytes())
        .isEqualTo(2L * (TEXT.length() + 6) + 2);
    assertThatThrownBy(() -> train("chars")).hasMessageContaining("text in UTF-16, by its");
  }
}
