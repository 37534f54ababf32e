package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goes on training on a text that has fewer tokens than the model. */
final class KnownVocabularyRunTest {
  @TempDir private Path directory;
  private PlayRun run;

  @BeforeEach
  void trainAModel() throws IOException {
    run = PlayRun.in(directory);
  }

  private RunReport train(String name, String... overrides) {
    run.train(name, PlayRun.config(overrides));
    return RunReport.read(run.files(name).report());
  }

  private void writeFewer() throws IOException {
    Files.writeString(directory.resolve("play.txt"), "so long, so long lives this. ".repeat(12));
  }

  @ParameterizedTest
  @CsvSource({"char, 19", "byte, 19", "word, 17"})
  void fineTunesATextOfFewerTokens(String unit, int vocabulary) throws IOException {
    RunReport model = train("model", "prepare.unit=" + unit);
    writeFewer();
    RunReport tuned =
        train("tuned", "prepare.unit=" + unit, "model.initialWeights=model/model.safetensors");
    assertThat(model.corpus().vocabularySize()).isEqualTo(vocabulary);
    assertThat(tuned.corpus().vocabularySize()).isEqualTo(vocabulary);
    // The hash of the weights covers their vocabulary.
    assertThat(tuned.corpus().vocabularySha256()).isNull();
    assertThat(tuned.epochs().get(0).trainingLoss())
        .isLessThan(model.epochs().get(0).trainingLoss());
    assertThat(run.files("tuned").prepared().resolve("play_" + unit + "s.json")).exists();
  }

  @ParameterizedTest
  @CsvSource({"model/model.safetensors", "model/prepared/play_chars.json"})
  void takesTheVocabularyOfAModelOrOfPreparedFiles(String file) throws IOException {
    train("model");
    writeFewer();
    RunReport with = train("with", "prepare.vocabularyFile=" + file);
    RunReport without = train("without");
    assertThat(with.corpus().vocabularySize()).isEqualTo(19);
    assertThat(with.corpus().vocabularySha256()).isNotNull();
    assertThat(without.corpus().vocabularySize()).isLessThan(19);
    assertThat(without.corpus().vocabularySha256()).isNull();
    assertThat(with.corpus().characters()).isEqualTo(without.corpus().characters());
    RecordedProgress again = new RecordedProgress();
    run.experiment("with", PlayRun.config("prepare.vocabularyFile=" + file), again).train();
    assertThat(again.ran()).isFalse();
  }

  @Test
  void theVocabularyOfTheTextItselfGivesTheSameBits() {
    RunReport without = train("without");
    RunReport with = train("with", "prepare.vocabularyFile=without/prepared/play_chars.json");
    assertThat(with.epochs()).isEqualTo(without.epochs());
    assertThat(run.files("with").model()).hasSameBinaryContentAs(run.files("without").model());
    assertThat(run.files("with").prepared().resolve("tokens.npy"))
        .hasSameBinaryContentAs(run.files("without").prepared().resolve("tokens.npy"));
  }

  @Test
  void weightsOfPytorchTakeTheirVocabularyFromAFile() throws IOException {
    train("model");
    Safetensors trained = Safetensors.read(run.files("model").model());
    new Safetensors(trained.tensors(), Map.of()).write(directory.resolve("pytorch.safetensors"));
    writeFewer();
    String weights = "model.initialWeights=pytorch.safetensors";
    assertThatThrownBy(() -> train("tuned", weights)).hasMessageContaining("model.initialWeights");
    RunReport tuned = train("tuned", weights, "prepare.vocabularyFile=model/model.safetensors");
    assertThat(tuned.corpus().vocabularySize()).isEqualTo(19);
  }

  @Test
  void refusesACharacterThatTheVocabularyLacks() throws IOException {
    train("model");
    Files.writeString(directory.resolve("play.txt"), "so long? ".repeat(30));
    assertThatThrownBy(() -> train("tuned", "model.initialWeights=model/model.safetensors"))
        .hasMessageContaining(
            "play.txt: found '?' (U+003F) as character 8, expected the 19 characters")
        .hasMessageContaining("of model.initialWeights");
    assertThatThrownBy(
            () -> train("tuned", "prepare.vocabularyFile=model/prepared/play_chars.json"))
        .hasMessageContaining("the 19 characters of prepare.vocabularyFile");
  }

  @Test
  void preparesAgainWhenTheVocabularyChanges() throws IOException {
    train("model");
    writeFewer();
    Files.copy(
        run.files("model").prepared().resolve("play_chars.json"),
        directory.resolve("own_chars.json"));
    train("out", "prepare.vocabularyFile=own_chars.json");
    Files.writeString(
        directory.resolve("own_chars.json"),
        "{\"chars\": [\" \", \",\", \".\", \"e\", \"g\", \"h\", \"i\", \"l\", \"n\", \"o\", \"s\","
            + " \"t\", \"v\", \"z\"], \"sequence_length\": 10}");
    assertThat(train("out", "prepare.vocabularyFile=own_chars.json").corpus().vocabularySize())
        .isEqualTo(14);
  }

  @ParameterizedTest
  @CsvSource({
    "model/report.json, char, expected an array of characters",
    "model/loss.csv, char, expected weights in .safetensors",
    "model/model.safetensors, byte, a vocabulary of characters",
    "none.json, char, which does not exist"
  })
  void refusesAFileWithoutSuchAVocabulary(String file, String unit, String says) {
    train("model");
    assertThatThrownBy(() -> train("out", "prepare.vocabularyFile=" + file, "prepare.unit=" + unit))
        .hasMessageContaining(says);
  }
}
