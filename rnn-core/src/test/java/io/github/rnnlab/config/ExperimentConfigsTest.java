package io.github.rnnlab.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig.Corpus;
import io.github.rnnlab.setting.Overrides;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableTypeAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentConfigsTest {
  private static final String PLAIN = "{'corpus': {'file': 'a.txt'}}";

  @TempDir private Path directory;

  @Test
  void readsTheConfigsOfADirectoryByFileName() throws IOException {
    write("b.json", PLAIN);
    write("a-0.5.json", PLAIN);
    write("B.schema.json", "{}");
    write(".hidden.json", "broken");
    write("notes.txt", "broken");
    Files.createDirectory(directory.resolve("folder.json"));
    List<ExperimentFile> files = ExperimentConfigs.readDirectory(directory);
    assertThat(files).extracting(file -> file.config().name()).containsExactly("a-0.5", "b");
    assertThat(files.get(1).file()).isEqualTo(directory.resolve("b.json"));
  }

  @Test
  void refusesADirectoryWithoutConfigs() {
    refused()
        .isThrownBy(() -> ExperimentConfigs.readDirectory(directory))
        .withMessageStartingWith(directory + ": found no experiment config, expected");
    refused()
        .isThrownBy(() -> ExperimentConfigs.readDirectory(directory.resolve("none")))
        .withMessageContaining("found a directory that cannot be read");
  }

  @Test
  void saysAWayOutOfADirectoryWithoutConfigs() throws IOException {
    write(
        "package.json", "{'name': 'site', 'version': '1.0.0', 'description': 'x', 'scripts': {}}");
    refused()
        .isThrownBy(() -> ExperimentConfigs.readDirectory(directory))
        .withMessage(
            directory
                + ": found no experiment config (package.json, a JSON object without corpus,"
                + " prepare, model, training, generation, backend, checkpoints), expected at least"
                + " one *.json file with an experiment. Put a config such as seed.json there, or"
                + " name another directory with -Drnn.configDirectory. In a module without"
                + " experiments, set the property rnn.skip to true in its pom.");
    assertThat(ExperimentConfigs.areIn(directory)).isFalse();
    write("a.json", PLAIN);
    assertThat(ExperimentConfigs.areIn(directory)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1]",
        "3",
        "'text'",
        "null",
        "{'name': 'site', 'version': '1.0.0', 'description': 'x', 'scripts': {'test': 'true'}}",
        "{'chars': ['a', 'b'], 'sequence_length': 8}",
        "{'compilerOptions': {'strict': true}}"
      })
  void aJsonThatIsPlainlyNoExperimentIsNone(String json) throws IOException {
    write("a.json", PLAIN);
    write("package.json", json);
    for (String selected : new String[] {null, "a"}) {
      assertThat(ExperimentConfigs.readDirectory(directory, selected, Overrides.NONE))
          .extracting(ExperimentFile::file)
          .containsExactly(directory.resolve("a.json"));
    }
    refused()
        .isThrownBy(() -> ExperimentConfigs.readDirectory(directory, "package", Overrides.NONE))
        .withMessageStartingWith("-Drnn.config: found package.json, a JSON ")
        .withMessageEndingWith("Correct -Drnn.config, or the file.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "{'a': 1}\n{'a': 2}\n", "{'model': 3}", "no JSON", ""})
  void aJsonThatIsTheTextOfAnExperimentIsNoConfig(String json) throws IOException {
    write("a.json", "{'corpus': {'file': './cards.json'}}");
    write("cards.json", json);
    for (String selected : new String[] {null, "a"}) {
      assertThat(ExperimentConfigs.readDirectory(directory, selected, Overrides.NONE))
          .extracting(ExperimentFile::file)
          .containsExactly(directory.resolve("a.json"));
    }
    write("a.json", PLAIN);
    Path cards = directory.toAbsolutePath().resolve("cards.json");
    assertThat(ExperimentConfigs.readDirectory(directory, null, new Overrides(cards, Map.of())))
        .hasSize(1);
    assertThat(ExperimentConfigs.readDirectory(directory, null, set("corpus.file", "cards.json")))
        .hasSize(1);
  }

  @Test
  void aBrokenConfigStopsOnlyWhoeverReadsIt() throws IOException {
    write("a.json", PLAIN);
    write("b.json", "{'corpus': {'file': 'a.txt'}");
    assertThat(ExperimentConfigs.readDirectory(directory, "a", Overrides.NONE)).hasSize(1);
    refused()
        .isThrownBy(() -> ExperimentConfigs.readDirectory(directory))
        .withMessageStartingWith("b.json: found malformed JSON at line 1");
    refused()
        .isThrownBy(() -> ExperimentConfigs.readDirectory(directory, "b", Overrides.NONE))
        .withMessageStartingWith("b.json: found malformed JSON at line 1");
  }

  @Test
  void aMisspeltSectionIsStillAConfig() throws IOException {
    write("a.json", "{'corpuss': {'file': 'a.txt'}}");
    refused()
        .isThrownBy(() -> ExperimentConfigs.readDirectory(directory))
        .withMessageContaining("Did you mean corpus?");
  }

  @Test
  void aLongTextIsNotReadAsAConfig() throws IOException {
    write("a.json", PLAIN);
    try (FileChannel file =
        FileChannel.open(
            directory.resolve("long.json"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[] {'{'}), 1L << 32);
    }
    assertThat(ExperimentConfigs.readDirectory(directory)).hasSize(1);
  }

  @Test
  void refusesTwoConfigsOfOneName() throws IOException {
    write("a.json", PLAIN);
    write("b.json", "{'name': 'A', 'corpus': {'file': 'a.txt'}}");
    refused()
        .isThrownBy(() -> ExperimentConfigs.readDirectory(directory))
        .withMessageStartingWith("b.json: name: found \"A\", the name of a.json, expected")
        .withMessageEndingWith("Rename one of a.json and b.json.");
  }

  @Test
  void refusesAFileWhoseNameIsNoNameForAnExperiment() throws IOException {
    write("my config.json", PLAIN);
    refused()
        .isThrownBy(() -> ExperimentConfigs.readDirectory(directory))
        .withMessageStartingWith("my config.json: name: found \"my config\", expected letters");
  }

  @Test
  void selectsByNameWhateverTheOthersHold() throws IOException {
    write("a.json", "{'name': 'gru', 'corpus': {'file': 'a.txt'}}");
    write("b.json", "{'model': {'layers': 9}}");
    assertThat(ExperimentConfigs.readDirectory(directory, "gru", Overrides.NONE))
        .extracting(ExperimentFile::file)
        .containsExactly(directory.resolve("a.json"));
    refused()
        .isThrownBy(() -> ExperimentConfigs.readDirectory(directory, "grus", Overrides.NONE))
        .withMessageStartingWith("-Drnn.config: found \"grus\", expected one of the configs of")
        .withMessageEndingWith(": gru, b. Did you mean -Drnn.config=gru?");
  }

  @Test
  void selectsByTheNameBeforeOverrides() throws IOException {
    write("a.json", PLAIN);
    assertThat(ExperimentConfigs.readDirectory(directory, "a", set("name", "b")))
        .extracting(file -> file.config().name())
        .containsExactly("b");
  }

  @Test
  void overridesValuesOfEveryType() throws IOException {
    Path file = write("a.json", PLAIN);
    ExperimentConfig config =
        ExperimentConfigs.readFile(
                file,
                new Overrides(
                    null,
                    Map.of(
                        "name", "5",
                        "description", "true",
                        "training.epochs", " 3 ",
                        "training.shuffle", "false",
                        "training.optimizer.epsilon", "1e-6",
                        "training.windows", "12",
                        "generation.prompt", "\"ROMEO:\\n\"",
                        "corpus.name", "plays",
                        "backend.threads", "2",
                        "prepare.stride", "7")))
            .config();
    assertThat(config.name()).isEqualTo("5");
    assertThat(config.description()).isEqualTo("true");
    assertThat(config.training().epochs()).isEqualTo(3);
    assertThat(config.training().shuffle()).isFalse();
    assertThat(config.training().optimizer().epsilon()).isEqualTo(1e-6);
    assertThat(config.training().windows()).isEqualTo(12);
    assertThat(config.generation().prompt()).isEqualTo("ROMEO:\n");
    assertThat(config.corpus())
        .isEqualTo(new Corpus("plays", "a.txt", null, null, null, null, null, "utf-8", "keep"));
    assertThat(config.backend().threads()).isEqualTo(2);
    assertThat(config.prepare().stride()).isEqualTo(7);
  }

  @Test
  void overridesAWholeCorpusKeyByKey() throws IOException {
    Path file = write("a.json", "{}");
    Overrides artifact =
        new Overrides(null, Map.of("corpus.artifact", "g:a:1", "corpus.entries", "[\"x\", \"y\"]"));
    assertThat(ExperimentConfigs.readFile(file, artifact).config().corpus())
        .isEqualTo(
            new Corpus(null, null, null, null, "g:a:1", List.of("x", "y"), null, "utf-8", "keep"));
  }

  @Test
  void namesTheFlagOfAWrongOverride() throws IOException {
    Path file = write("a.json", PLAIN);
    refused()
        .isThrownBy(() -> ExperimentConfigs.readFile(file, set("training.epochs", "0")))
        .withMessage(
            "-Drnn.set.training.epochs: found 0, expected a whole number from 1 to 4000000."
                + " Correct -Drnn.set.training.epochs.");
    refused()
        .isThrownBy(() -> ExperimentConfigs.readFile(file, set("training.epochs", "many")))
        .withMessageStartingWith("-Drnn.set.training.epochs: found the string \"many\", expected");
    refused()
        .isThrownBy(() -> ExperimentConfigs.readFile(file, set("corpus.entries", "[\"\"]")))
        .withMessageStartingWith("-Drnn.set.corpus.entries: found an empty string, expected");
  }

  @Test
  void namesTheFlagAndTheNearestKeyOfAnUnknownOverride() throws IOException {
    Path file = write("a.json", PLAIN);
    refused()
        .isThrownBy(() -> ExperimentConfigs.readFile(file, set("training.epoch", "3")))
        .withMessage(
            "-Drnn.set.training.epoch: found an unknown key, expected one of the keys windows,"
                + " epochs, batchSize, shards, shuffle, stream, clipNorm, clipValue, validateEvery,"
                + " validateEverySteps, keepBest, patience, seeds, optimizer, schedule. Did you"
                + " mean -Drnn.set.training.epochs?");
    refused()
        .isThrownBy(() -> ExperimentConfigs.readFile(file, set("epochs", "3")))
        .withMessageEndingWith("Did you mean -Drnn.set.training.epochs?");
    refused()
        .isThrownBy(() -> ExperimentConfigs.readFile(file, set("model", "{}")))
        .withMessageStartingWith("-Drnn.set.model: found a section, expected one of the keys cell");
    refused()
        .isThrownBy(() -> ExperimentConfigs.readDirectory(directory, null, set("x.y.z", "3")))
        .withMessageStartingWith("-Drnn.set.x.y.z: found an unknown key, expected one of");
  }

  @Test
  void replacesTheCorpusButKeepsItsName() throws IOException {
    Path text = directory.toAbsolutePath().resolve("other.txt");
    String url = "'url': 'https://a/b.txt', 'sha256': '" + "0".repeat(64) + "'";
    Path named = write("a.json", "{'corpus': {'name': 'plays', " + url + "}}");
    Path unnamed = write("b.json", "{'corpus': {" + url + "}}");
    Overrides overrides = new Overrides(text, Map.of());
    assertThat(ExperimentConfigs.readFile(named, overrides).config().corpus())
        .isEqualTo(
            new Corpus("plays", text.toString(), null, null, null, null, null, "utf-8", "keep"));
    assertThat(ExperimentConfigs.readFile(unnamed, overrides).config().corpus())
        .isEqualTo(
            new Corpus(null, text.toString(), null, null, null, null, null, "utf-8", "keep"));
  }

  @Test
  void theEncodingIsThatOfTheReplacedCorpusAndLineEndsAreThoseOfTheExperiment() throws IOException {
    Path text = directory.toAbsolutePath().resolve("other.txt");
    Path file =
        write("a.json", "{'corpus': {'file': 'b', 'encoding': 'koi8-r', 'lineEnds': 'lf'}}");
    assertThat(ExperimentConfigs.readFile(file, new Overrides(text, Map.of())).config().corpus())
        .isEqualTo(new Corpus(null, text.toString(), null, null, null, null, null, "utf-8", "lf"));
  }

  @Test
  void refusesACorpusForPreparedWindows() throws IOException {
    Path file = write("a.json", "{'prepare': {'windowsFile': 'w.npy'}}");
    Overrides overrides = new Overrides(directory.toAbsolutePath().resolve("t.txt"), Map.of());
    refused()
        .isThrownBy(() -> ExperimentConfigs.readFile(file, overrides))
        .withMessageStartingWith("-Drnn.corpus: found both corpus and prepare.windowsFile");
  }

  @Test
  void skipsAByteOrderMark() throws IOException {
    Path file = write("a.json", "\uFEFF" + PLAIN);
    assertThat(ExperimentConfigs.readFile(file, Overrides.NONE).config().name()).isEqualTo("a");
  }

  @Test
  void refusesBytesThatAreNotUtf8() throws IOException {
    Path latin = directory.resolve("latin.json");
    Files.write(latin, "{\"description\": \"é\"}".getBytes(ISO_8859_1));
    refused()
        .isThrownBy(() -> ExperimentConfigs.readFile(latin, Overrides.NONE))
        .withMessage(
            "latin.json: found bytes that are not UTF-8, the first at offset 17, expected a file"
                + " in UTF-8. Save it as UTF-8.");
    Path wide = directory.resolve("wide.json");
    Files.write(wide, "{}".getBytes(UTF_16));
    refused()
        .isThrownBy(() -> ExperimentConfigs.readFile(wide, Overrides.NONE))
        .withMessage(
            "wide.json: found text in UTF-16, by its byte order mark, expected a file in UTF-8."
                + " Convert it: iconv -f UTF-16 -t UTF-8 FILE > NEW.");
    Path cut = directory.resolve("cut.json");
    Files.write(cut, new byte[] {'{', (byte) 0xC3});
    refused()
        .isThrownBy(() -> ExperimentConfigs.readFile(cut, Overrides.NONE))
        .withMessageContaining("the first at offset 1");
  }

  @Test
  void refusesAFileThatCannotBeRead() {
    refused()
        .isThrownBy(() -> ExperimentConfigs.readFile(directory.resolve("no.json"), Overrides.NONE))
        .withMessageContaining("found a file that cannot be read");
  }

  private Path write(String name, String json) throws IOException {
    return Files.writeString(directory.resolve(name), json.replace('\'', '"'));
  }

  private static Overrides set(String key, String value) {
    return new Overrides(null, Map.of(key, value));
  }

  private static ThrowableTypeAssert<InvalidInputException> refused() {
    return assertThatExceptionOfType(InvalidInputException.class);
  }
}
