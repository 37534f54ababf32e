package io.github.rnnlab.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.experiment.Experiment;
import io.github.rnnlab.experiment.RecordedProgress;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.record.Recipe;
import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.run.ProgressListener;
import io.github.rnnlab.setting.Overrides;
import io.github.rnnlab.tensor.NumericClass;
import io.github.rnnlab.workplace.Workplace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class UpToDateTest {
  private static final String TEXT = "so long lives this, and this gives life to thee. ".repeat(8);

  @TempDir Path directory;
  private String version = "1";
  private Path jar = Path.of("none");

  @BeforeEach
  void writeTheText() throws IOException {
    Files.writeString(directory.resolve("play.txt"), TEXT);
  }

  @Test
  void findsNothingInADirectoryWithoutARun() {
    assertThat(UpToDate.ofTraining(config(), workplace())).isEqualTo(Freshness.missing());
    assertThat(UpToDate.ofPreparation(config(), workplace())).isEqualTo(Freshness.missing());
    assertThat(directory.resolve("out")).doesNotExist();
  }

  @Test
  void knowsAFinishedRunByItsReport() throws IOException {
    train(config());
    Freshness freshness = UpToDate.ofTraining(config(), workplace());
    String report = Sha256.of(directory.resolve("out/report.json"));
    assertThat(freshness).isEqualTo(Freshness.fresh(report));
    assertThat(freshness.upToDate())
        .isEqualTo("is up to date (report " + report.substring(0, 8) + "…)");
    assertThat(UpToDate.ofPreparation(config(), workplace()).upToDate())
        .isEqualTo("is prepared and up to date");
  }

  @Test
  void doesNotLookAtTimeStamps() throws IOException {
    train(config());
    FileTime later = FileTime.fromMillis(System.currentTimeMillis() + 100_000);
    Files.setLastModifiedTime(directory.resolve("play.txt"), later);
    Files.setLastModifiedTime(directory.resolve("out/model.safetensors"), FileTime.fromMillis(0));
    assertFresh(config());
  }

  @Test
  void trainsNothingAgainThatIsUpToDate() throws IOException {
    train(config());
    Map<String, String> before = content();
    RecordedProgress second = train(config());
    assertThat(second.epochs).isEmpty();
    assertThat(second.notes).last().asString().startsWith("play is up to date (report ");
    assertThat(content()).isEqualTo(before);
  }

  @Test
  void trainsAgainIfForced() throws IOException {
    train(config());
    Map<String, String> before = content();
    RecordedProgress second = new RecordedProgress();
    new Experiment(config(), workplace(), second).train(true, false);
    assertThat(second.epochs).hasSize(1);
    assertThat(content()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "report.json",
        "environment.json",
        "model.safetensors",
        "loss.csv",
        "loss.svg",
        "sample.txt",
        "prepared/tokens.npy",
        "prepared/play_chars.json"
      })
  void noticesAMissingOrEditedFile(String name) throws IOException {
    train(config());
    Map<String, String> before = content();
    Files.writeString(directory.resolve("out").resolve(name), "edited");
    assertStale(config(), name + " was edited");
    Files.delete(directory.resolve("out").resolve(name));
    assertStale(config(), name + " is missing");

    RecordedProgress second = train(config());
    assertThat(second.ran()).isEqualTo(!name.startsWith("prepared"));
    assertThat(content()).isEqualTo(before);
    assertFresh(config());
  }

  /** It follows from the other files, and no hash covers it. */
  @Test
  void needsNoPageForReaders() throws IOException {
    train(config());
    Path page = directory.resolve("out/report.html");
    Files.writeString(page, "edited");
    assertFresh(config());
    Files.delete(page);
    assertFresh(config());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"schema\": 2}",
        "{\"schema\": 2, \"digest\": \"\"}",
        "{\"schema\": 1, \"corpus\": {\"bytes\": 1}}",
        "[]"
      })
  void runsAgainIfItsOwnRecordIsDamaged(String json) throws IOException {
    train(config());
    Files.writeString(directory.resolve("out/fingerprints.json"), json);
    assertStale(config(), "fingerprints.json is damaged");
    assertThat(train(config()).ran()).isTrue();
    assertFresh(config());
  }

  /** What a report will say of the corpus stands there, too. */
  @Test
  void runsAgainIfAnyDigitOfItsOwnRecordWasEdited() throws IOException {
    train(config());
    Map<String, String> before = content();
    Path file = directory.resolve("out/fingerprints.json");
    String text = Files.readString(file);
    for (int i = 0; i < text.length(); i++) {
      if (Character.isDigit(text.charAt(i))) {
        char other = text.charAt(i) == '1' ? '7' : '1';
        Files.writeString(file, text.substring(0, i) + other + text.substring(i + 1));
        assertThat(UpToDate.ofTraining(config(), workplace()).state())
            .as("the digit after %s", text.substring(0, i))
            .isEqualTo(Freshness.State.STALE);
      }
    }
    int sha256 = text.indexOf('"', text.indexOf("\"sha256\" :") + 10) + 1;
    int bytes = text.indexOf("\"bytes\" : ") + 10;
    for (int i : new int[] {sha256, bytes}) {
      char other = text.charAt(i) == '1' ? '7' : '1';
      Files.writeString(file, text.substring(0, i) + other + text.substring(i + 1));
      train(config());
      assertThat(content()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "training.epochs | 2 | training.epochs was 1 and is 2",
        "training.optimizer.learningRate | 0.003 | training.optimizer.learningRate was 0.002 and is"
            + " 0.003",
        "generation.prompt | this | generation.prompt was \"so\" and is \"this\"",
        "prepare.sequenceLength | 9 | prepare.sequenceLength was 10 and is 9",
        "corpus.name | other | corpus.name was \"play\" and is \"other\"",
        "seed | 5 | generation.seed was 1 and is 5, and 1 more changed"
      })
  void noticesAnotherConfig(String key, String value, String reason) {
    train(config());
    ExperimentConfig other = config(key, value);
    assertStale(other, reason);
    assertThat(train(other).ran()).isTrue();
    assertFresh(other);
  }

  @ParameterizedTest
  @CsvSource({"description, other words", "backend.threads, 3", "backend.name, vector"})
  void ignoresWhatCannotChangeAResult(String key, String value) {
    train(config());
    assertFresh(config(key, value));
  }

  @Test
  void preparesWithoutTrainingAgainWhereTheTextIsTheSame() throws IOException {
    train(config());
    Files.writeString(directory.resolve("copy.txt"), TEXT);
    ExperimentConfig other = config("corpus.file", "copy.txt", "corpus.name", "play");
    Files.delete(directory.resolve("out/prepared/tokens.npy"));
    assertThat(train(other).epochs).hasSize(1); // A configured corpus.name stands in the report.
    Files.delete(directory.resolve("out/prepared/tokens.npy"));
    assertThat(train(other).epochs).isEmpty();
    assertFresh(other);
  }

  @Test
  void noticesAnotherVersion() {
    train(config());
    version = "2";
    assertStale(config(), "the version of the plugin was 1 and is 2");
  }

  @Test
  void noticesAnotherNumerics() throws IOException {
    train(config());
    Path file = directory.resolve("out/fingerprints.json");
    Fingerprints recorded = Fingerprints.read(file);
    Fingerprints.Stage train = Objects.requireNonNull(recorded.train());
    Fingerprint made = train.madeFrom();
    Fingerprint former =
        new Fingerprint("1", made.numerics() - 1, null, null, made.config(), made.inputs());
    recorded.withTraining(Fingerprints.Stage.of(former, train.outputs())).write(file);
    assertStale(config(), "numerics was " + former.numerics() + " and is " + made.numerics());
  }

  /** The backend's name says nothing; what it computes does. */
  @Test
  void neverTakesTheRunOfOneNumericClassForThatOfAnother() {
    train(config());
    Path out = directory.resolve("out");
    Fingerprints.Stage exact =
        Objects.requireNonNull(Fingerprints.read(out.resolve("fingerprints.json")).train());
    Recipe recipe = Recipes.of(config());
    Map<String, String> inputs = exact.madeFrom().inputs();
    assertThat(exact.staleness(Fingerprint.ofTraining(recipe, "1", inputs), out)).isNull();

    Fingerprint nd4j = Fingerprint.ofTraining(tolerant(recipe, "nd4j 1"), "1", inputs);
    assertThat(exact.staleness(nd4j, out)).isEqualTo("the numeric class was exact and is tolerant");
    Fingerprints.Stage tolerant = Fingerprints.Stage.of(nd4j, exact.outputs());
    assertThat(tolerant.staleness(nd4j, out)).isNull();
    assertThat(tolerant.staleness(exact.madeFrom(), out))
        .isEqualTo("the numeric class was tolerant and is exact");
    Fingerprint newer = Fingerprint.ofTraining(tolerant(recipe, "nd4j 2"), "1", inputs);
    assertThat(tolerant.staleness(newer, out))
        .isEqualTo("the library of the backend was nd4j 1 and is nd4j 2");
  }

  private static Recipe tolerant(Recipe recipe, String library) {
    return new Recipe(recipe.numerics(), NumericClass.TOLERANT, library, recipe.config());
  }

  @Test
  void noticesAnotherCorpusAndRemovesTheFilesOfTheFormer() throws IOException {
    train(config());
    Files.writeString(directory.resolve("play.txt"), TEXT + "s");
    assertStale(
        config(),
        String.format(
            Locale.ROOT,
            "corpus.file was %.8s… and is %.8s…",
            Sha256.of(TEXT),
            Sha256.of(TEXT + "s")));
    Files.delete(directory.resolve("play.txt"));
    assertStale(
        config(),
        String.format(Locale.ROOT, "corpus.file was %.8s… and is unreadable", Sha256.of(TEXT)));

    Files.writeString(directory.resolve("sonnet.txt"), TEXT + "s");
    ExperimentConfig other = config("corpus.file", "sonnet.txt");
    train(other);
    assertThat(content())
        .containsKey("prepared/sonnet_chars.json")
        .doesNotContainKey("prepared/play_chars.json");
    assertFresh(other);
  }

  @Test
  void noticesOtherInitialWeights() throws IOException {
    train(config());
    Path weights = directory.resolve("first.safetensors");
    Files.copy(directory.resolve("out/model.safetensors"), weights);
    ExperimentConfig other = config("model.initialWeights", "first.safetensors");
    assertStale(
        other,
        "model.initialWeights was absent and is " + Sha256.of(weights).substring(0, 8) + "…");
    train(other);
    assertFresh(other);
  }

  @Test
  void noticesOtherWindowsAndOtherCharacters() throws IOException {
    train(config("prepare.writeWindows", "true"));
    Path windows = directory.resolve("play_char_windows.npy");
    Path chars = directory.resolve("play_chars.json");
    Files.copy(directory.resolve("out/prepared/play_char_windows.npy"), windows);
    Files.copy(directory.resolve("out/prepared/play_chars.json"), chars);
    ExperimentConfig config = windowsConfig();
    train(config);
    assertFresh(config);
    Files.writeString(chars, Files.readString(chars) + "\n");
    assertThat(UpToDate.ofTraining(config, workplace()).detail())
        .startsWith("prepare.windowsFile _chars.json was ");
    assertThat(train(config).ran()).isTrue();
    assertFresh(config);
  }

  @Test
  void noticesAnotherEntryOfAnArtifactAndIgnoresTheRestOfIt() throws IOException {
    ExperimentConfig config = artifactConfig();
    jar = directory.resolve("a.jar");
    writeJar(TEXT, "readme");
    train(config);
    writeJar(TEXT, "another readme");
    assertFresh(config);
    writeJar(TEXT + "s", "readme");
    assertThat(UpToDate.ofTraining(config, workplace()).detail())
        .startsWith("corpus.entries text/play.txt was " + Sha256.of(TEXT).substring(0, 8));
    Files.delete(jar);
    assertThat(UpToDate.ofTraining(config, workplace()).detail()).endsWith("is unreadable");
  }

  @Test
  void breaksIfTheCorpusChangesMeanwhileAndReplacesNothing() throws IOException {
    train(config());
    Map<String, String> before = content();
    assertThatExceptionOfType(BrokenRunException.class)
        .isThrownBy(() -> trainWhileChanging("play.txt", config("training.epochs", "2")))
        .withMessageContaining("corpus.file: " + directory.resolve("play.txt") + " changed")
        .withMessageContaining(Sha256.of(TEXT))
        .withMessageContaining(Sha256.of("changed"));
    assertThat(content()).isEqualTo(before);
    assertThat(directory.resolve("out/.staged")).doesNotExist();
  }

  @Test
  void comparesTheCorpusWithWhatAFirstRunHasReadOfIt() {
    assertThatExceptionOfType(BrokenRunException.class)
        .isThrownBy(() -> trainWhileChanging("play.txt", config()))
        .withMessageContaining("corpus.file: " + directory.resolve("play.txt") + " changed")
        .withMessageContaining(Sha256.of(TEXT))
        .withMessageContaining(Sha256.of("changed"));
    assertThat(directory.resolve("out/report.json")).doesNotExist();
  }

  @Test
  void breaksIfTheInitialWeightsChangeMeanwhileAndReplacesNothing() throws IOException {
    train(config());
    Files.copy(directory.resolve("out/model.safetensors"), directory.resolve("w.safetensors"));
    Map<String, String> before = content();
    assertThatExceptionOfType(BrokenRunException.class)
        .isThrownBy(
            () ->
                trainWhileChanging(
                    "w.safetensors", config("model.initialWeights", "w.safetensors")))
        .withMessageContaining("model.initialWeights")
        .withMessageContaining("w.safetensors changed during the run")
        .withMessageContaining(Sha256.of("changed"));
    assertThat(content()).isEqualTo(before);
  }

  @Test
  void keepsAPreparationOfItsOwnUpToDate() {
    RecordedProgress progress = new RecordedProgress();
    new Experiment(config(), workplace(), progress).prepare(false);
    assertThat(UpToDate.ofPreparation(config(), workplace()).isFresh()).isTrue();
    assertThat(UpToDate.ofTraining(config(), workplace())).isEqualTo(Freshness.missing());
    assertThat(UpToDate.ofPreparation(config("prepare.sequenceLength", "11"), workplace()).detail())
        .isEqualTo("prepare.sequenceLength was 10 and is 11");
  }

  private void trainWhileChanging(String name, ExperimentConfig config) {
    ProgressListener changing =
        new RecordedProgress() {
          @Override
          public void epochDone(EpochLoss epoch) {
            try {
              Files.writeString(directory.resolve(name), "changed");
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }
        };
    new Experiment(config, workplace(), changing).train(false, false);
  }

  private RecordedProgress train(ExperimentConfig config) {
    RecordedProgress progress = new RecordedProgress();
    new Experiment(config, workplace(), progress).train(false, false);
    return progress;
  }

  private void assertFresh(ExperimentConfig config) {
    assertThat(UpToDate.ofTraining(config, workplace()).state())
        .as(UpToDate.ofTraining(config, workplace()).detail())
        .isEqualTo(Freshness.State.FRESH);
  }

  private void assertStale(ExperimentConfig config, String reason) {
    assertThat(UpToDate.ofTraining(config, workplace())).isEqualTo(Freshness.stale(reason));
  }

  private Workplace workplace() {
    return Workplace.of(directory, directory.resolve("out"), version)
        .offline(true)
        .withArtifact(jar);
  }

  private static ExperimentConfig config(String... overrides) {
    return parse("\"corpus\": {\"file\": \"play.txt\"}", "\"stride\": 10", overrides);
  }

  private static ExperimentConfig windowsConfig() {
    return parse("\"seed\": 1", "\"windowsFile\": \"play_char_windows.npy\"");
  }

  private static ExperimentConfig artifactConfig() {
    return parse(
        "\"corpus\": {\"artifact\": \"g:a:1\", \"entries\": [\"text/play.txt\"]}", "\"stride\": 9");
  }

  private static ExperimentConfig parse(String entry, String prepare, String... overrides) {
    String json =
        String.format(
            Locale.ROOT,
            """
            {"name": "play", %s, "prepare": {"sequenceLength": 10, "validationFraction": 0, %s},
             "model": {"hiddenSize": 4}, "training": {"epochs": 1, "windows": 5},
             "generation": {"prompt": "so", "length": 20}, "backend": {"name": "scalar"}}
            """,
            entry,
            prepare);
    Map<String, String> values = new TreeMap<>();
    for (int i = 0; i < overrides.length; i += 2) {
      values.put(overrides[i], overrides[i + 1]);
    }
    return ExperimentConfigs.parse(json, "play.json", new Overrides(null, values));
  }

  private void writeJar(String text, String readme) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (List<String> entry : List.of(List.of("text/play.txt", text), List.of("r", readme))) {
        zip.putNextEntry(new ZipEntry(entry.get(0)));
        zip.write(entry.get(1).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** The hash of every result but the environment, which holds times. */
  private Map<String, String> content() throws IOException {
    Path root = directory.resolve("out");
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(root.relativize(file).toString().replace('\\', '/'), Sha256.of(file));
      }
    }
    // The page shows the environment.
    content.keySet().removeAll(List.of("environment.json", "fingerprints.json", "report.html"));
    content.keySet().removeIf(name -> name.startsWith("checkpoints/"));
    return content;
  }
}
