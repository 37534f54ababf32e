package io.github.rnnlab.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.config.ExperimentConfig.Corpus;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.setting.Overrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ExperimentConfigTest {
  private static final String CORPUS = "'corpus': {'file': 'a.txt'}";
  private static final Path EXPERIMENTS =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("experiments");

  /** A config that names what was the default then, and none of the keys that came later. */
  private static final String BEFORE_LATER_KEYS =
      "'prepare': {'stride': 3}, 'model': {'hiddenSize': 192},"
          + " 'training': {'epochs': 10, 'batchSize': 1, 'clipNorm': 0,"
          + " 'keepBest': false, 'optimizer': {'learningRate': 0.001}}, "
          + CORPUS;

  @Test
  void pinsTheHashOfAKnownConfig() {
    ExperimentConfig config = parse("{'name': 'n', " + BEFORE_LATER_KEYS + "}");
    assertThat(config.canonicalJson())
        .isEqualTo(
            "{\"generation\":{\"length\":400,\"prompt\":\"\\n\",\"seed\":1,\"temperature\":0.8},"
                + "\"model\":{\"cell\":\"vanilla\",\"hiddenSize\":192,\"initialScale\":0.05,"
                + "\"layers\":1},\"name\":\"n\",\"prepare\":{\"sequenceLength\":100,\"stride\":3,"
                + "\"unit\":\"char\",\"validationFraction\":0.1,\"writeWindows\":false},"
                + "\"seed\":1,\"training\":{\"batchSize\":1,\"epochs\":10,\"optimizer\":"
                + "{\"beta1\":0.9,\"beta2\":0.999,\"epsilon\":1.0E-8,\"learningRate\":0.001,"
                + "\"type\":\"adam\"},\"shuffle\":true,\"validateEvery\":1}}");
    assertThat(config.sha256())
        .isEqualTo("0c72a2fdf4b63699cd85a0760220363c1e7ac3d2ef480de4c2fa4dd31d488ac9");
  }

  /** Their reports were made before some of today's keys existed, and outlive them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "quickstart/quickstart",
        "tiny-shakespeare/seed",
        "tiny-shakespeare/seed-lr-0.001"
      })
  void anArchivedConfigKeepsItsHashAndItsReport(String experiment) throws IOException {
    Path file = EXPERIMENTS.resolve(experiment + ".json");
    ExperimentConfig config = ExperimentConfigs.readFile(file, Overrides.NONE).config();
    JsonNode report =
        Json.tree(
            Files.readString(
                file.resolveSibling("archive").resolve(config.name()).resolve("report.json")));
    assertThat(config.sha256()).isEqualTo(report.path("configSha256").stringValue());
    assertThat(Json.pretty(config.hashed())).isEqualTo(Json.pretty(report.path("config")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'clipNorm': 1", "'keepBest': true"})
  void aLaterKeyIsHashedWhereItIsUsed(String key) {
    ExperimentConfig without = parse("{'name': 'n', " + BEFORE_LATER_KEYS + "}");
    String name = key.substring(1, key.indexOf('\'', 1));
    ExperimentConfig with =
        parse(
            ("{'name': 'n', " + BEFORE_LATER_KEYS + "}")
                .replaceFirst("'" + name + "': [^,]+", key));
    assertThat(with.sha256()).isNotEqualTo(without.sha256());
    assertThat(with.canonicalJson()).contains("\"" + name + "\":");
    assertThat(without.canonicalJson()).doesNotContain(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'description': 'other', " + CORPUS,
        "'$schema': '../x', " + CORPUS,
        "'backend': {'name': 'scalar', 'threads': 3}, " + CORPUS,
        "'checkpoints': {'everySteps': 7, 'everySeconds': 5, 'keep': 1}, " + CORPUS,
        "'generation': {'seed': 1}, " + CORPUS,
        "'training': {'epochs': 12}, " + CORPUS,
        "'corpus': {'file': '../elsewhere/b.txt'}",
        "'corpus': {'file': 'a.txt', 'encoding': 'utf-8', 'lineEnds': 'keep'}",
        "'prepare': {'windowsFile': 'a_char_windows.npy'}",
        "'model': {'initialWeights': 'w.safetensors'}, " + CORPUS,
        "'corpus': {'artifact': 'g:a:1', 'entries': ['x'], 'stylesheet': 's.xslt'}"
      })
  void hashesNeitherPlacesNorWhatCannotChangeAResult(String entries) {
    assertThat(parse("{'name': 'n', " + entries + "}").sha256())
        .isEqualTo(parse("{'name': 'n', " + CORPUS + "}").sha256());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'seed': 2, " + CORPUS,
        "'generation': {'seed': 2}, " + CORPUS,
        "'training': {'windows': 5}, " + CORPUS,
        "'corpus': {'file': 'a.txt', 'name': 'b'}",
        "'corpus': {'file': 'a.txt', 'encoding': 'utf-8-sig'}",
        "'corpus': {'file': 'a.txt', 'lineEnds': 'lf'}"
      })
  void hashesWhatCan(String entries) {
    assertThat(parse("{'name': 'n', " + entries + "}").sha256())
        .isNotEqualTo(parse("{'name': 'n', " + CORPUS + "}").sha256());
  }

  @Test
  void reportsKeysInTheOrderOfTheRecords() {
    assertThat(parse("{'name': 'n', " + CORPUS + "}").hashed().keySet())
        .containsExactly("name", "seed", "prepare", "model", "training", "generation");
    assertThat(parse("{'corpus': {'file': 'a', 'name': 'b'}, 'name': 'n'}").hashed().keySet())
        .containsExactly("name", "seed", "corpus", "prepare", "model", "training", "generation");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'name': 'n', 'corpus': {'artifact': 'g:a:1', 'entries': ['x', 'y']}, 'seed': -5}",
        "{'name': 'n', 'prepare': {'windowsFile': 'w'}, 'generation': {'seed': 7}}"
      })
  void isReadBackFromItsOwnJson(String json) {
    ExperimentConfig config = parse(json);
    assertThat(ExperimentConfigs.parse(Json.pretty(config), "effective")).isEqualTo(config);
  }

  @ParameterizedTest
  @CsvSource({
    "tiny.txt, tiny",
    "../data/a.tar.gz, a.tar",
    "C:\\data\\input.txt, input",
    "/data/my corpus.txt, my_corpus",
    "Ödön, Ödön",
    ".hidden, hidden",
    "a/.., corpus"
  })
  void derivesTheCorpusNameFromItsFile(String file, String name) {
    assertThat(
            new Corpus(null, file, null, null, null, null, null, "utf-8", "keep").effectiveName())
        .isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "https://host/a/input.txt?raw=1#x, input",
    "https://host, corpus",
    "https://host/a%20b.txt, a_b"
  })
  void derivesTheCorpusNameFromItsUrl(String url, String name) {
    assertThat(new Corpus(null, null, url, null, null, null, null, "utf-8", "keep").effectiveName())
        .isEqualTo(name);
  }

  @Test
  void derivesTheCorpusNameFromTheArtifactUnlessThereIsOne() {
    assertThat(
            new Corpus(
                null, null, null, null, "g:plays:jar:1", List.of("x"), null, "utf-8", "keep"))
        .extracting(Corpus::effectiveName)
        .isEqualTo("plays");
    assertThat(
            new Corpus("own", null, null, null, "g:plays:1", List.of("x"), null, "utf-8", "keep"))
        .extracting(Corpus::effectiveName)
        .isEqualTo("own");
  }

  @Test
  void keepsItsOwnCopyOfTheEntries() {
    List<String> entries = new ArrayList<>(List.of("x"));
    Corpus corpus = new Corpus(null, null, null, null, "g:a:1", entries, null, "utf-8", "keep");
    entries.add("y");
    assertThat(corpus.entries()).containsExactly("x");
  }

  private static ExperimentConfig parse(String json) {
    return ExperimentConfigs.parse(json.replace('\'', '"'), "n.json");
  }
}
