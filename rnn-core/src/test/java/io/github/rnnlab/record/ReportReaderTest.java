package io.github.rnnlab.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.chain.DigestChain;
import io.github.rnnlab.tensor.NumericClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportReaderTest {
  @TempDir Path directory;
  private Path file;
  private RunReport report;

  @BeforeEach
  void write() {
    file = directory.resolve("report.json");
    report = report();
    report.write(file);
  }

  @Test
  void readsWhatWasWritten() {
    assertThat(RunReport.read(file)).isEqualTo(report);
  }

  @Test
  void readsWhatGitMadeOfItOnWindows() throws IOException {
    Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));
    assertThat(RunReport.read(file)).isEqualTo(report);
  }

  @Test
  void tellsATruncatedReportWhereverItEnds() throws IOException {
    String text = Files.readString(file);
    for (int length = 0; length < text.length() - 1; length++) {
      Files.writeString(file, text.substring(0, length));
      assertThatExceptionOfType(InvalidInputException.class)
          .as("the first %d characters", length)
          .isThrownBy(() -> RunReport.read(file))
          .withMessageContaining("report.json: found")
          .withMessageMatching("(?s).*(truncated|empty).*");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"schema\" : 2 | \"schema\" : 1 | report.json: schema: found 1, expected 2",
        "\"numerics\" : 2 | \"numerics\" : 3 | chain.links[0] (step 1).digest",
        "\"learningRate\" : 0.005 | \"learningRate\" : 0.0050000000000000001 | other numbers",
        "\"learningRate\" : 0.005 | \"learningRate\" : 0.0051 | configSha256",
        "\"name\" : \"play\", | \"name\" : \"game\", | name: found game, expected play",
        "\"characters\" : 20 | \"characters\" : 19 | report.json: digest",
        "\"trainingLoss\" : 2.5 | \"trainingLoss\" : 2.4 | epochs[0].trainingBitsPerCharacter",
        "\"step\" : 2 | \"step\" : 3 | chain.links[1].step",
        "\"momentsSha256\" : \"#m2#\" | \"momentsSha256\" : \"#m3#\" | chain.links[1] (step 2).digest",
        "\"Wxh\" : \"#w2#\" | \"Wxh\" : \"#w3#\" | chain.links[1] (step 2).digest",
        "\"every\" : 1 | \"every\" : 2 | chain.every",
        "\"steps\" : 3 | \"steps\" : 2 | report.json: steps: found 2, expected 3",
        "\"steps\" : 3 | \"steps\" : 4 | report.json: steps: found 4, expected 3",
        "\"steps\" : 3 | \"steps\" : -1 | report.json: steps",
        "\"steps\" : 3 | \"steps\" : \"3\" | steps: found \"3\" instead of long",
        "\"parameters\" : 40 | \"parameters\" : null | report.json: parameters: found",
        "\"parameters\" : 40 | \"weights\" : 40 | weights",
        "\"parameters\" : 40 | \"parameters\" : 40, \"parameters\" : 40 | found Duplicate Object property",
        "\"chain\" : { | \"chain\" : 3, { | line",
        "\"epoch\" : 2, | \"epoch\" : 7, | epochs[1].epoch",
      })
  void namesWhatWasEdited(String from, String to, String where) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(withHashes(from));
    Files.writeString(file, text.replaceFirst(Pattern.quote(withHashes(from)), withHashes(to)));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> RunReport.read(file))
        .withMessageContaining(where);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"Infinity\"", "\"NaN\"", "-1e300"})
  void refusesToShowALossThatNoRunRecords(String loss) throws IOException {
    String text = Files.readString(file).replaceFirst("(\"trainingLoss\" : )[0-9.]+", "$1" + loss);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> RunReport.parse(text, "report.json"))
        .withMessageContaining("report.json: epochs[0].trainingLoss: found ");
  }

  @Test
  void everyEditedDigitIsNoticed() throws IOException {
    String text = Files.readString(file);
    for (int i = 0; i < text.length(); i++) {
      if (Character.isDigit(text.charAt(i))) {
        char other = text.charAt(i) == '1' ? '7' : '1';
        Files.writeString(file, text.substring(0, i) + other + text.substring(i + 1));
        assertThatExceptionOfType(InvalidInputException.class)
            .as("the digit after %s", text.substring(0, i))
            .isThrownBy(() -> RunReport.read(file));
      }
    }
  }

  @Test
  void saysThatThereIsNoFile() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> RunReport.read(directory.resolve("nothing.json")))
        .withMessageContaining("nothing.json: found no such file");
  }

  private static RunReport report() {
    Map<String, Object> training = new LinkedHashMap<>();
    training.put("epochs", 3);
    training.put("batchSize", 5);
    training.put("validateEvery", 2);
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", "play");
    config.put("seed", 7);
    config.put("learningRate", 0.005);
    config.put("training", training);
    RunIdentity identity =
        new RunIdentity(
            new Recipe(2, NumericClass.EXACT, null, config), FakeRun.CORPUS, null, null);
    DigestChain chain = new DigestChain(identity.origin(), 3);
    for (int step = 1; step <= 3; step++) {
      if (chain.step(2.0 / step)) {
        chain.link(step, Map.of("Wxh", FakeRun.hash("w" + step)), FakeRun.hash("m" + step));
      }
    }
    return RunReport.of(
        identity,
        new RunReport.Corpus(FakeRun.CORPUS, 20, 20, null, 2, null),
        40,
        5,
        3,
        new RunReport.Validation(6L, null, 2, 3),
        List.of(
            EpochRecord.of(1, 2.5, null, null, FakeRun.hash("e1")),
            EpochRecord.of(2, 1.5, 1.0, 0.5, FakeRun.hash("e2")),
            EpochRecord.of(3, 1.25, 0.75, 0.25, FakeRun.hash("e3"))),
        null,
        null,
        chain.chain());
  }

  /** Writes {@code #w2#} for the hash that stands for w2. */
  private static String withHashes(String text) {
    return Pattern.compile("#(\\w+)#")
        .matcher(text)
        .replaceAll(name -> FakeRun.hash(name.group(1)));
  }
}
