package io.github.rnnlab.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Damages the files of sweeps. */
class SweepFuzzTest {
  @Test
  void sweeps() {
    String sweep =
        """
        {"base": "play", "seeds": [1, 2],
         "list": [{"model.cell": "gru", "model.layers": 2}, {"model.cell": "lstm"}],
         "grid": {"model.hiddenSize": [16, 32], "generation.stop": [["a"], ["b"]]},
         "random": {"count": 9, "seed": 3, "values": {
          "training.optimizer.learningRate": {"from": 0.001, "to": 0.1, "scale": "log"},
          "training.batchSize": [4, 8]}},
         "halving": {"fromEpochs": 2, "factor": 3}}
        """;
    Fuzz.run(
        "sweeps",
        List.of(sweep.getBytes(StandardCharsets.UTF_8)),
        input -> {
          SweepFile read =
              SweepFile.parse(new String(input, StandardCharsets.UTF_8), "x.sweep.json");
          if (read.combinations() <= 1_000) {
            assertThat(read.trials()).hasSize((int) read.combinations());
          }
        });
  }
}
