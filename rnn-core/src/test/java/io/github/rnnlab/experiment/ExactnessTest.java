package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * One experiment, whatever computes it, leaves the same bytes. {@code rnn-benchmarks/exactness}
 * does this for longer runs and on more machines.
 */
@Timeout(120)
class ExactnessTest {
  private static final String ORACLE = "scalar-1";
  private static final List<String> WAYS =
      List.of("vector-1", "vector-2", "vector-3", "vector-7", ORACLE);
  private static final List<String> SAME_EVERYWHERE =
      List.of("report.json", "model.safetensors", "loss.csv", "loss.svg", "sample.txt");

  @TempDir static Path directory;

  @BeforeAll
  static void trainTheReference() throws IOException {
    for (int batchSize : new int[] {1, 5}) {
      TrainingMain.train(config(batchSize), reference(batchSize).toString(), ORACLE);
    }
  }

  /** In batches of 5, the last step of an epoch has fewer windows. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void leavesTheSameBytesForEveryNumberOfThreadsAndForBothBackends(int batchSize)
      throws IOException {
    Path here = directory.resolve("here-" + batchSize);
    for (String way : WAYS) {
      TrainingMain.train(config(batchSize), here.toString(), way);
    }
    assertSameBytes(here, batchSize);
  }

  /** Two layers; whoever moves these bits raises the numerics version. */
  @ParameterizedTest
  @CsvSource({
    "gru, ca2336145104a3c99adc7960f27a08091e29a8ce2ed47ac38ef8c92b224342f8",
    "lstm, 5302ec26bfc9b947bec1bae653682f66445d4323cebc456a203855de83628c54"
  })
  void leavesTheSameBytesForGatedCells(String cell, String finalWeights) throws IOException {
    Path here = directory.resolve(cell);
    assertOneResult(SmallRun.write(directory, 5, cell, 2), here, finalWeights);
  }

  /** Streams, an embedding tied to the output, and dropout everywhere. */
  @ParameterizedTest
  @CsvSource({
    "vanilla, 1, 7c14f25800b128f87450a914a1f830e1550dec425df723cea2ca78b5739a2ae6",
    "gru, 1, b0be4759b48a871d1a49e9d0f6870dcaa2baffb036492d388aa568ddf84c28af",
    "lstm, 2, 7d3e918a45dc81368927ab054b083fea408569c89ab3feaa201318de6ddbb9fd"
  })
  void leavesTheSameBytesWithEverythingSwitchedOn(String cell, int layers, String finalWeights)
      throws IOException {
    Path here = directory.resolve("all-" + cell);
    Path config = directory.resolve("all-" + cell + ".json");
    String embedding =
        "\"embeddingSize\": 48, \"tieWeights\": true, \"embeddingDropout\": 0.1,"
            + " \"outputDropout\": 0.2, ";
    Files.writeString(
        config,
        Files.readString(SmallRun.write(directory, 5, cell, layers))
            .replace(
                "\"layers\"", embedding + (layers > 1 ? "\"dropout\": 0.3, " : "") + "\"layers\"")
            .replace("\"epochs\"", "\"stream\": true, \"epochs\""));
    assertOneResult(config, here, finalWeights);
  }

  /** The last step of an epoch has shards of two, two and one window, or of shorter streams. */
  @ParameterizedTest
  @CsvSource({
    "vanilla, '\"windows\": 107', a88b347b0c772067aeed9ef4e19bcc118b728d7671effb6da0b07b614474f0ca",
    "gru, '\"stream\": true', cefe8869843487060752520632dd6c52bb470a6d4044ab96e19f32b23689a545"
  })
  void leavesTheSameBytesInShards(String cell, String batches, String finalWeights)
      throws IOException {
    Path here = directory.resolve("shards-" + cell);
    Path config = directory.resolve("shards-" + cell + ".json");
    Files.writeString(
        config,
        Files.readString(SmallRun.write(directory, 6, cell, 1))
            .replace("\"layers\"", "\"outputDropout\": 0.2, \"layers\"")
            .replace("\"epochs\"", "\"shards\": 3, " + batches + ", \"epochs\""));
    assertOneResult(config, here, finalWeights);
  }

  private static void assertOneResult(Path config, Path here, String finalWeights)
      throws IOException {
    for (String way : WAYS) {
      TrainingMain.train(config.toString(), here.toString(), way);
      assertThat(SmallRun.lastEpoch(here.resolve(way)).path("weightsSha256").stringValue())
          .as(way)
          .isEqualTo(finalWeights);
      for (String file : SAME_EVERYWHERE) {
        assertThat(here.resolve(way).resolve(file))
            .as(way)
            .hasSameBinaryContentAs(here.resolve(WAYS.get(0)).resolve(file));
      }
    }
  }

  enum Jdk {
    RUNNING,
    NEWEST_OTHER
  }

  @ParameterizedTest
  @EnumSource
  void leavesTheSameBytesOnEveryJdkWithVectorsOfEveryWidth(Jdk which)
      throws IOException, InterruptedException {
    Optional<InstalledJdk> jdk =
        which == Jdk.RUNNING ? Optional.of(InstalledJdk.running()) : InstalledJdk.newestOther();
    assumeThat(jdk)
        .as("another JDK of 17 or later; name one with -D%s=HOME", InstalledJdk.PROPERTY)
        .isPresent();
    List<Training> trainings = new ArrayList<>();
    try {
      for (int bytes : widths(which)) {
        Path output = directory.resolve(which + "-" + bytes);
        trainings.add(new Training(startTraining(jdk.orElseThrow(), bytes, output), bytes, output));
      }
      for (Training training : trainings) {
        assertThat(training.process.waitFor(90, TimeUnit.SECONDS))
            .as("ends within 90 seconds")
            .isTrue();
      }
    } finally {
      trainings.forEach(training -> training.process.destroyForcibly());
    }
    for (Training training : trainings) {
      String log = Files.readString(log(training.output));
      assertThat(training.process.exitValue()).as(log).isZero();
      int lanes = Integer.parseInt(log.replaceAll("(?s).*lanes=(\\d+).*", "$1"));
      assertThat(lanes).isBetween(1, training.bytes / Float.BYTES);
      assertSameBytes(training.output, 5);
    }
  }

  private record Training(Process process, int bytes, Path output) {}

  @Test
  void leavesTheBitsThatItLeftOnEveryMachineSoFar() throws IOException {
    JsonNode last = SmallRun.lastEpoch(reference(5).resolve(ORACLE));
    assertThat(last.path("weightsSha256").stringValue()).isEqualTo(SmallRun.FINAL_WEIGHTS);
    assertThat(last.path("trainingLoss").doubleValue()).isEqualTo(SmallRun.FINAL_LOSS);
  }

  /**
   * The values of {@code -XX:MaxVectorSize}, in bytes, that make a difference on this machine: no
   * larger ones than its vectors have, and for the running JDK smaller ones only, as it has the
   * largest itself.
   */
  private static List<Integer> widths(Jdk which) {
    int own = FloatVector.SPECIES_PREFERRED.length() * Float.BYTES;
    return Stream.of(16, 32, 64)
        .filter(bytes -> which == Jdk.RUNNING ? bytes < own : bytes <= own)
        .toList();
  }

  /** A JVM's vectors have one width, so every other takes a JVM of its own. */
  private static Process startTraining(InstalledJdk jdk, int bytes, Path output)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                jdk.home().resolve("bin").resolve("java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-XX:MaxVectorSize=" + bytes,
                "-classpath",
                System.getProperty("java.class.path"),
                TrainingMain.class.getName(),
                config(5),
                output.toString()));
    command.addAll(WAYS);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log(output).toFile())
        .start();
  }

  private static Path log(Path output) {
    return output.resolveSibling(output.getFileName() + ".log");
  }

  private static String config(int batchSize) throws IOException {
    return SmallRun.write(directory, batchSize).toString();
  }

  private static Path reference(int batchSize) {
    return directory.resolve("reference-" + batchSize);
  }

  private static void assertSameBytes(Path output, int batchSize) {
    for (String way : WAYS) {
      for (String file : SAME_EVERYWHERE) {
        assertThat(output.resolve(way).resolve(file))
            .hasSameBinaryContentAs(reference(batchSize).resolve(ORACLE).resolve(file));
      }
    }
  }
}
