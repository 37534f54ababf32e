package io.github.rnnlab.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.experiment.Experiment;
import io.github.rnnlab.experiment.RecordedProgress;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KeptRunsTest {
  private static final String TEXT = "so long lives this, and this gives life to thee. ".repeat(8);

  @TempDir Path directory;
  private int keptRuns = Workplace.KEPT_RUNS;

  @BeforeEach
  void writeTheText() throws IOException {
    Files.writeString(directory.resolve("play.txt"), TEXT);
  }

  @Test
  void keepsAFinishedRunAndBringsItBackWithItsConfig() throws IOException {
    train(config(1));
    Map<String, String> first = present();
    String place = place();
    RecordedProgress second = train(config(2));
    Map<String, String> other = present();
    assertThat(kept()).containsOnlyKeys(place).containsEntry(place, withoutText(first));
    assertThat(second.notes)
        .anySatisfy(
            note ->
                assertThat(note)
                    .startsWith("Kept the former run in " + directory.resolve("out/kept"))
                    .contains(place, "config comes back: training.epochs was 1 and is 2.")
                    .containsPattern(
                        "Kept runs: 1 of at most 3 \\(rnn\\.keptRuns\\), 0\\.[01] MB\\."));

    for (int times = 0; times < 2; times++) {
      assertThat(UpToDate.ofTraining(config(1), workplace()).state())
          .isEqualTo(Freshness.State.STALE);
      RecordedProgress back = train(config(1));
      assertThat(back.epochs).isEmpty();
      assertThat(back.ran()).isFalse();
      assertThat(back.notes)
          .last()
          .asString()
          .startsWith(
              "play is up to date (report " + first.getOrDefault("report.json", "").substring(0, 8))
          .endsWith(": its run came back from " + directory.resolve("out/kept/" + place));
      assertThat(without(present())).isEqualTo(without(first));
      assertThat(UpToDate.ofTraining(config(1), workplace()).isFresh()).isTrue();
      assertThat(kept().values()).containsExactly(withoutText(other));
      train(config(2));
      assertThat(without(present())).isEqualTo(without(other));
    }
  }

  @Test
  void keepsWhatWasMadeOfAModelWithIt() throws IOException {
    train(config(1));
    List<String> made =
        List.of("model.onnx", "model.zip", "inspect.html", "evaluation-x.md", "report.html");
    for (String name : made) {
      Files.writeString(directory.resolve("out").resolve(name), "of the first");
    }
    Files.writeString(directory.resolve("out/notes.txt"), "mine");
    train(config(2));
    assertThat(present()).containsKey("notes.txt").doesNotContainKeys("model.zip", "model.onnx");
    train(config(1));
    for (String name : made) {
      assertThat(directory.resolve("out").resolve(name)).hasContent("of the first");
    }
  }

  @Test
  void keepsTheRunsThatWerePresentLast() throws IOException {
    keptRuns = 2;
    for (int epochs = 1; epochs <= 3; epochs++) {
      train(config(epochs));
    }
    String third = place();
    train(config(1));
    String first = place();
    RecordedProgress last = train(config(4));
    assertThat(kept()).containsOnlyKeys(third, first);
    assertThat(last.notes).anyMatch(note -> note.matches("Removed .*: rnn.keptRuns is 2\\."));

    keptRuns = 0;
    RecordedProgress none = train(config(5));
    assertThat(kept()).isEmpty();
    assertThat(none.notes).noneMatch(note -> note.startsWith("Kept "));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> workplace().keeping(-1))
        .withMessageContaining("rnn.keptRuns");
  }

  @Test
  void bringsARunBackWithItsText() throws IOException {
    train(config(1));
    Map<String, String> first = present();
    Files.writeString(directory.resolve("play.txt"), TEXT + "brag!");
    train(config(1));
    assertThat(present()).isNotEqualTo(first);
    Files.writeString(directory.resolve("play.txt"), TEXT);
    assertThat(train(config(1)).ran()).isFalse();
    assertThat(without(present())).isEqualTo(without(first));
  }

  @Test
  void trainsAgainWhereTheKeptRunIsDamaged() throws IOException {
    train(config(1));
    Map<String, String> first = present();
    String place = place();
    train(config(2));
    Path model = directory.resolve("out/kept").resolve(place).resolve("model.safetensors");
    Files.writeString(model, "edited");
    RecordedProgress back = train(config(1));
    assertThat(back.ran()).isTrue();
    assertThat(back.notes)
        .contains(
            "The kept run "
                + model.getParent()
                + " cannot come back: model.safetensors was edited.");
    assertThat(present().get("model.safetensors")).isEqualTo(first.get("model.safetensors"));
    assertThat(kept()).hasSize(1).doesNotContainKey(place);
  }

  @Test
  void keepsNothingOfARunThatIsForcedToTrainAgain() throws IOException {
    train(config(1));
    train(config(2));
    RecordedProgress forced = new RecordedProgress();
    new Experiment(config(2), workplace(), forced).train(true, false);
    assertThat(kept()).hasSize(1);
    new Experiment(config(1), workplace(), forced).train(true, false);
    assertThat(forced.epochs).hasSize(3);
    assertThat(kept()).hasSize(1).doesNotContainKey(place());
  }

  @Test
  void aRunThatIsForcedAgainTakesItsOwnPlace() {
    train(config(1));
    RecordedProgress again = new RecordedProgress();
    new Experiment(config(1), workplace(), again).train(true, true);
    assertThat(again.notes).noneMatch(note -> note.startsWith("Kept"));
    assertThat(directory.resolve("out/kept")).doesNotExist();
  }

  private RecordedProgress train(ExperimentConfig config) {
    RecordedProgress progress = new RecordedProgress();
    new Experiment(config, workplace(), progress).train(false, false);
    return progress;
  }

  private Workplace workplace() {
    return Workplace.of(directory, directory.resolve("out"), "1").keeping(keptRuns);
  }

  private static ExperimentConfig config(int epochs) {
    return ExperimentConfigs.parse(
        """
        {"name": "play", "corpus": {"file": "play.txt"},
         "prepare": {"sequenceLength": 10, "stride": 10, "validationFraction": 0},
         "model": {"hiddenSize": 4}, "training": {"epochs": %d, "windows": 5},
         "generation": {"prompt": "so", "length": 20}, "backend": {"name": "scalar"}}
        """
            .formatted(epochs),
        "play.json");
  }

  /** The directory that the present run would be kept in. */
  private String place() {
    Path record = directory.resolve("out/fingerprints.json");
    return Objects.requireNonNull(Fingerprints.read(record).train()).fingerprint().substring(0, 12);
  }

  /** The hash of each file of the present run. */
  private Map<String, String> present() throws IOException {
    Map<String, String> files = files(directory.resolve("out"));
    files.keySet().removeIf(name -> name.startsWith("checkpoints") || name.startsWith("kept"));
    return files;
  }

  /** The hash of each file of each kept run. */
  private Map<String, Map<String, String>> kept() throws IOException {
    Map<String, Map<String, String>> kept = new TreeMap<>();
    for (Map.Entry<String, String> file : files(directory.resolve("out/kept")).entrySet()) {
      String[] name = file.getKey().split("/", 2);
      kept.computeIfAbsent(name[0], run -> new TreeMap<>()).put(name[1], file.getValue());
    }
    return kept;
  }

  private static Map<String, String> withoutText(Map<String, String> run) {
    Map<String, String> files = new TreeMap<>(run);
    files.keySet().removeIf(name -> name.startsWith("prepared/"));
    return files;
  }

  /** Without the record of the stages, which names the preparation that was found. */
  private static Map<String, String> without(Map<String, String> run) {
    Map<String, String> files = new TreeMap<>(run);
    files.remove("fingerprints.json");
    return files;
  }

  private static Map<String, String> files(Path root) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString().replace('\\', '/');
        if (!name.equals(".lock")) {
          content.put(name, Sha256.of(file));
        }
      }
    }
    return content;
  }
}
