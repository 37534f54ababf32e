package io.github.rnnlab.modelfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.Fuzz;
import io.github.rnnlab.corpus.Vocabulary;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.model.Initialization;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.safetensors.Safetensors;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Backends;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.Device;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages what this package reads. */
final class ModelFuzzTest {
  private static final Vocabulary VOCABULARY = Vocabulary.of(List.of("\n", "a", "é", "𝄞"));

  @TempDir private Path directory;

  @Test
  void models() throws Exception {
    Path file = directory.resolve("model.safetensors");
    Path again = directory.resolve("again.safetensors");
    try (Backend backend = Backends.open("scalar", Device.CPU, 1)) {
      byte[] whole = model(file, backend);
      Fuzz.run(
          "model files",
          List.of(whole, smaller(file)),
          input -> {
            Files.write(file, input);
            Safetensors content = Safetensors.read(file);
            content.write(again);
            assertThat(Safetensors.read(again)).isEqualTo(content);
          });
      Fuzz.run(
          "headers of model files",
          List.of(header(whole)),
          input -> {
            Files.write(file, withHeader(input, whole));
            ModelFile.read(file, backend);
          });
      Safetensors content = Safetensors.read(Files.write(file, whole));
      Fuzz.run(
          "vocabularies of model files",
          List.of(bytes(Json.line(VOCABULARY.symbols()))),
          input -> {
            Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
            metadata.put("vocabulary", new String(input, StandardCharsets.UTF_8));
            new Safetensors(content.tensors(), metadata).write(file);
            LanguageModel model = ModelFile.read(file, backend).model();
            ModelFile.initialize(file, model, VOCABULARY);
          });
    }
  }

  private static byte[] model(Path file, Backend backend) throws Exception {
    LanguageModel model =
        new LanguageModel(backend, new ModelShape(Cell.VANILLA, 1, 3, VOCABULARY.size()));
    model.initialize(Initialization.NORMAL, 0.1, 0, RandomStream.named(1, "init"));
    ModelFile.write(file, model, VOCABULARY);
    return Files.readAllBytes(file);
  }

  private static byte[] smaller(Path file) throws Exception {
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    tensors.put("a", new Safetensors.Tensor(List.of(), new float[] {1}));
    tensors.put("b", new Safetensors.Tensor(List.of(0, 3), new float[0]));
    tensors.put("c", new Safetensors.Tensor(List.of(1, 2), new float[] {1, Float.NaN}));
    new Safetensors(tensors, Map.of()).write(file);
    return Files.readAllBytes(file);
  }

  private static byte[] header(byte[] file) {
    int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return Arrays.copyOfRange(file, 8, 8 + length);
  }

  private static byte[] withHeader(byte[] header, byte[] file) {
    int data = 8 + header(file).length;
    ByteBuffer changed =
        ByteBuffer.allocate(8 + header.length + file.length - data).order(ByteOrder.LITTLE_ENDIAN);
    return changed.putLong(header.length).put(header).put(file, data, file.length - data).array();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
