package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.record.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
  private static final ExperimentConfig CONFIG = PlayRun.config("model.cell=gru");

  @TempDir private Path directory;
  private PlayRun play;

  @BeforeEach
  void writeText() throws IOException {
    play = PlayRun.in(directory);
  }

  @Test
  void theFileSaysWhatItsTokensAreAndWhichWeightsItHas() throws OrtException {
    RunReport report = play.experiment("out", CONFIG, new RecordedProgress()).train();
    play.experiment("out", CONFIG, new RecordedProgress()).export();

    try (OrtSession session =
        OrtEnvironment.getEnvironment()
            .createSession(directory.resolve("out/model.onnx").toString())) {
      Map<String, String> metadata = session.getMetadata().getCustomMetadata();
      assertThat(metadata)
          .containsEntry("cell", "gru")
          .containsEntry("weightsSha256", report.epochs().get(PlayRun.EPOCHS - 1).weightsSha256());
      assertThat(metadata.get("vocabulary")).startsWith("[\" \",\",\",\".\",\";\",\"a\"");
    }
  }

  @Test
  void onlyATrainedModelThatIsWholeIsExported() throws IOException {
    Experiment experiment = play.experiment("out", CONFIG, new RecordedProgress());
    assertThatThrownBy(experiment::export)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found no model, expected the weights of play.");

    experiment.train();
    Path file = directory.resolve("out/model-best.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 4] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(experiment::export)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found the SHA-256 ");
    assertThat(directory.resolve("out/model.onnx")).doesNotExist();
  }
}
