package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whether the comparison of bytes would see a kernel that is as right as ours and rounds otherwise:
 * one that calls the JDK's functions, or sums in another order.
 */
class KernelMutantTest {
  private static final String SCALAR = "tensor/ScalarBackend";
  private static final String VANILLA = "tensor/VanillaStep";

  /** 16 lanes added in pairs of neighbours, the tree that a machine with narrow vectors favours. */
  private static final KernelMutant NEIGHBOURS =
      new KernelMutant(
          "tensor/LaneSum",
          "lanes[lane] += lanes[lane + half]",
          "lanes[lane] = lanes[2 * lane] + lanes[2 * lane + 1]");

  @TempDir static Path directory;

  private static Path config;
  private static Path unchanged;

  @BeforeAll
  static void trainTheReference() throws IOException {
    config = SmallRun.write(directory, 5);
    unchanged = directory.resolve("unchanged");
    TrainingMain.train(config.toString(), unchanged.toString(), "scalar-1");
  }

  static List<KernelMutant> mutants() {
    return List.of(
        new KernelMutant(VANILLA, "FloatMath.tanh(h", "(float) Math.tanh(h"),
        new KernelMutant(SCALAR, "FloatMath.exp(x", "(float) Math.exp(x"),
        new KernelMutant(SCALAR, "lanes[j % HostMatrix.LANES]", "lanes[j % 8]"),
        new KernelMutant(SCALAR, "lanes[j % HostMatrix.LANES]", "lanes[j % 4]"),
        NEIGHBOURS,
        new KernelMutant(
            SCALAR, "int k = 0; k < a.columns; k++", "int k = a.columns - 1; k >= 0; k--"),
        new KernelMutant(
            SCALAR,
            "Math.fma(a.at(i, k), right.at(k, j), sum)",
            "a.at(i, k) * right.at(k, j) + sum"),
        new KernelMutant(
            "tensor/HostBackend", "left.descending(), right.descending()", "left, right"),
        new KernelMutant(
            "tensor/Step",
            "Math.fma(rows.at(from, k), weight, sum)",
            "rows.at(from, k) * weight + sum"),
        new KernelMutant("tensor/Step", "int k = (first + n) % units", "int k = units - 1 - n"),
        new KernelMutant(
            SCALAR,
            "sums.data[sums.offset + j] += source.data[source.row(i) + j]",
            "sums.data[sums.offset + j] += source.data[source.row(source.rows - 1 - i) + j]"),
        new KernelMutant(
            SCALAR, "step.squareShare() * g[i] * g[i]", "step.squareShare() * (g[i] * g[i])"),
        new KernelMutant("tensor/AdamStep", "(float) (1 - beta2)", "1 - (float) beta2"));
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void otherRoundingIsCaught(KernelMutant mutant) throws Exception {
    assertOtherBits(train(mutant, "scalar-1"), mutant);
  }

  @Test
  void anotherTreeOfLanesIsCaughtInTheVectorBackendToo() throws Exception {
    assertOtherBits(train(NEIGHBOURS, "vector-2"), NEIGHBOURS);
  }

  /** Without a change, the way to build and to run makes none either. */
  @ParameterizedTest
  @ValueSource(strings = {"scalar-1", "vector-2"})
  void aBuildWithoutAChangeHasTheSameBits(String way) throws Exception {
    KernelMutant none = new KernelMutant(VANILLA, "FloatMath.tanh(h", "FloatMath.tanh(h");
    Path output = train(none, way);
    for (String file : List.of("report.json", "model.safetensors")) {
      assertThat(output.resolve(file)).hasSameBinaryContentAs(oracle(file));
    }
  }

  private static Path train(KernelMutant mutant, String way) throws Exception {
    Path place = Files.createTempDirectory(directory, "mutant");
    mutant.train(place.resolve("classes"), config.toString(), place.toString(), way);
    return place.resolve(way);
  }

  private static void assertOtherBits(Path output, KernelMutant mutant) throws IOException {
    assertThat(SmallRun.lastEpoch(output).path("weightsSha256").stringValue())
        .as("final weights of %s", mutant)
        .isNotEqualTo(SmallRun.FINAL_WEIGHTS);
    for (String file : List.of("report.json", "model.safetensors")) {
      assertThat(Sha256.of(output.resolve(file)))
          .as("%s of %s", file, mutant)
          .isNotEqualTo(Sha256.of(oracle(file)));
    }
  }

  private static Path oracle(String file) {
    return unchanged.resolve("scalar-1").resolve(file);
  }
}
