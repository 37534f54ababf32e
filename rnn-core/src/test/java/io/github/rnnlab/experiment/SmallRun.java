package io.github.rnnlab.experiment;

import io.github.rnnlab.file.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** An experiment of a second, for tests that compare its bytes. */
final class SmallRun {
  /**
   * The hash of the weights that it comes to in batches of 5. Whoever moves these bits raises the
   * numerics version and writes the new ones down.
   */
  static final String FINAL_WEIGHTS =
      "17bc7bb65c1b33debc656e8027b6d8d8251a8cd460793b05e9842e2838a37441";

  /** The training loss of its last epoch. */
  static final double FINAL_LOSS = 1.5461926594097106;

  private SmallRun() {}

  /**
   * Writes the text and the config. A window takes at least 25 * 48 * 48 multiply-adds per product,
   * which threads share out. Single windows have more columns than a group of the recurrence, so
   * that odd steps sum in an order of their own.
   *
   * @return the config
   */
  static Path write(Path directory, int batchSize) throws IOException {
    return write(directory, batchSize, "vanilla", 1);
  }

  /** Writes the text and the config of a model of any cell. */
  static Path write(Path directory, int batchSize, String cell, int layers) throws IOException {
    PlayText.write(directory);
    String json =
        """
        {
          'name': 'play', 'seed': 3, CORPUS,
          'prepare': {'sequenceLength': 25, 'stride': 25, 'validationFraction': 0.1},
          'model': {'cell': 'CELL', 'layers': LAYERS, 'hiddenSize': HIDDEN, 'initialScale': 0.1},
          'training': {'epochs': 2, 'batchSize': BATCH, 'clipNorm': 0, 'optimizer': {'learningRate': 0.005}},
          'generation': {'prompt': 'the ', 'length': 60}
        }
        """;
    return Files.writeString(
        directory.resolve("play-" + cell + "-" + batchSize + ".json"),
        json.replace("CORPUS", PlayText.CORPUS)
            .replace("CELL", cell)
            .replace("LAYERS", Integer.toString(layers))
            .replace("BATCH", Integer.toString(batchSize))
            .replace("HIDDEN", batchSize == 1 ? "113" : "48")
            .replace('\'', '"'));
  }

  /** Returns what the report in a directory says of the last epoch. */
  static JsonNode lastEpoch(Path output) throws IOException {
    JsonNode epochs = Json.tree(Files.readString(output.resolve("report.json"))).path("epochs");
    return epochs.path(epochs.size() - 1);
  }
}
