package io.github.rnnlab.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.rnnlab.model.Initialization;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.model.Pass;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.ScalarBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ONNX Runtime computes what we compute. */
class OnnxStepTest {
  private static final int STEPS = 200;
  private static final int BATCH = 3;
  private static final int HIDDEN = 24;
  private static final int VOCABULARY = 17;
  private static final OrtEnvironment RUNTIME = OrtEnvironment.getEnvironment();

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "VANILLA, 1, 0, false",
    "VANILLA, 2, 0, false",
    "GRU, 1, 0, false",
    "GRU, 2, 0, false",
    "LSTM, 1, 0, false",
    "LSTM, 2, 0, false",
    "LSTM, 5, 0, false",
    "VANILLA, 1, 7, false",
    "VANILLA, 1, 24, true",
    "VANILLA, 2, 7, false",
    "GRU, 1, 40, false",
    "GRU, 2, 24, true",
    "LSTM, 1, 24, true",
    "LSTM, 2, 7, false"
  })
  void givesTheSameLogits(Cell cell, int layers, int embedding, boolean tied) throws OrtException {
    LanguageModel model = model(new ModelShape(cell, layers, HIDDEN, VOCABULARY, embedding, tied));
    Path file = directory.resolve("model.onnx");
    OnnxStep.write(file, model, Map.of());

    Pass pass = model.pass(1, BATCH);
    pass.startFromZero();
    float[] expected = new float[BATCH * VOCABULARY];
    try (OrtSession session = RUNTIME.createSession(file.toString())) {
      Map<String, float[][]> states = new LinkedHashMap<>();
      for (String input : session.getInputNames()) {
        if (!input.equals("tokens")) {
          states.put(input, new float[BATCH][HIDDEN]);
        }
      }
      assertThat(states).hasSize(layers * cell.states());
      RandomStream random = RandomStream.named(7, "tokens");
      for (int step = 0; step < STEPS; step++) {
        int[] tokens = new int[BATCH];
        long[] ids = new long[BATCH];
        for (int i = 0; i < BATCH; i++) {
          tokens[i] = (int) (random.nextDouble() * VOCABULARY);
          ids[i] = tokens[i];
        }
        model.forward(tokens, pass);
        pass.startFromLastState();
        model.backend().read(pass.logits(), expected);
        float[][] found = step(session, ids, states);
        for (int i = 0; i < expected.length; i++) {
          assertThat(found[i / VOCABULARY][i % VOCABULARY])
              .as("logit %d of step %d", i, step)
              .isCloseTo(expected[i], within(1e-5f));
        }
      }
    }
  }

  /** Takes a step, and replaces the states. */
  private static float[][] step(OrtSession session, long[] ids, Map<String, float[][]> states)
      throws OrtException {
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    try {
      inputs.put("tokens", OnnxTensor.createTensor(RUNTIME, ids));
      for (Map.Entry<String, float[][]> state : states.entrySet()) {
        inputs.put(state.getKey(), OnnxTensor.createTensor(RUNTIME, state.getValue()));
      }
      try (OrtSession.Result outputs = session.run(inputs)) {
        for (String name : List.copyOf(states.keySet())) {
          states.put(name, (float[][]) outputs.get("next_" + name).orElseThrow().getValue());
        }
        return (float[][]) outputs.get("logits").orElseThrow().getValue();
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  @Test
  void namesEverythingThatACallerNeeds() throws OrtException {
    Path file = directory.resolve("model.onnx");
    OnnxStep.write(file, model(Cell.LSTM, 2), Map.of("vocabulary", "[\"\\n\",\"é\"]"));

    try (OrtSession session = RUNTIME.createSession(file.toString())) {
      assertThat(session.getInputNames()).containsExactly("tokens", "h_l0", "c_l0", "h_l1", "c_l1");
      assertThat(session.getOutputNames())
          .containsExactlyInAnyOrder("logits", "next_h_l0", "next_c_l0", "next_h_l1", "next_c_l1");
      List<String> shapes = new ArrayList<>();
      for (String name : List.of("logits", "next_c_l1")) {
        NodeInfo node = Objects.requireNonNull(session.getOutputInfo().get(name));
        TensorInfo info = (TensorInfo) node.getInfo();
        shapes.add(List.of(info.getDimensionNames()) + " " + info.getShape()[1]);
      }
      assertThat(shapes).containsExactly("[batch, ] " + VOCABULARY, "[batch, ] " + HIDDEN);
      assertThat(session.getMetadata().getProducerName()).isEqualTo("rnn-maven-plugin");
      assertThat(session.getMetadata().getCustomMetadata())
          .isEqualTo(Map.of("vocabulary", "[\"\\n\",\"é\"]"));
    }
  }

  @Test
  void givesTheSameBytesAgain() throws IOException {
    Path first = directory.resolve("first.onnx");
    Path second = directory.resolve("second.onnx");
    OnnxStep.write(first, model(Cell.GRU, 2), Map.of("cell", "gru"));
    OnnxStep.write(second, model(Cell.GRU, 2), Map.of("cell", "gru"));
    assertThat(Files.readAllBytes(first)).isEqualTo(Files.readAllBytes(second));
  }

  private static LanguageModel model(Cell cell, int layers) {
    return model(new ModelShape(cell, layers, HIDDEN, VOCABULARY));
  }

  private static LanguageModel model(ModelShape shape) {
    LanguageModel model = new LanguageModel(new ScalarBackend(), shape);
    model.initialize(Initialization.UNIFORM, 1, 1, RandomStream.named(3, "weights"));
    return model;
  }
}
