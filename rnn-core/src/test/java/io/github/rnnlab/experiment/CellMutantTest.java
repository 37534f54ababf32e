package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether the comparison of bytes would see a gated cell that is as right as ours and rounds
 * otherwise: in the oracle or in the vector kernels, in a model of two layers.
 */
class CellMutantTest {
  @TempDir static Path directory;

  private static final Map<String, Path> CONFIGS = new TreeMap<>();

  @BeforeAll
  static void trainTheReferences() throws IOException {
    for (String cell : List.of("gru", "lstm")) {
      Path config = SmallRun.write(directory, 5, cell, 2);
      CONFIGS.put(cell, config);
      TrainingMain.train(config.toString(), directory.resolve(cell).toString(), "scalar-1");
    }
  }

  static Stream<Arguments> mutants() {
    String lstm = "tensor/LstmStep";
    String gru = "tensor/GruStep";
    return Stream.of(
        mutant(
            "lstm",
            "scalar-1",
            lstm,
            "Math.fma(f, cells.at(row, j), i * g)",
            "f * cells.at(row, j) + i * g"),
        mutant(
            "lstm",
            "scalar-1",
            lstm,
            "FloatMath.sigmoid(input.at(row, j))",
            "(float) (1 / (1 + Math.exp(-input.at(row, j))))"),
        mutant("lstm", "scalar-1", lstm, "o * FloatMath.tanh(c)", "o * (float) Math.tanh(c)"),
        mutant("lstm", "scalar-1", lstm, "dh * y * Math.fma(-o, o, o)", "dh * y * (o * (1 - o))"),
        mutant(
            "lstm",
            "scalar-1",
            lstm,
            "dc * cells.at(row, j) * Math.fma(-f, f, f)",
            "dc * (cells.at(row, j) * Math.fma(-f, f, f))"),
        mutant(
            "lstm",
            "vector-2",
            "tensor/VectorLstm",
            "dh.mul(y).mul(o.neg().fma(o, o))",
            "dh.mul(y.mul(o.neg().fma(o, o)))"),
        mutant(
            "lstm",
            "vector-2",
            "tensor/VectorLstm",
            "dc.mul(g).mul(i.neg().fma(i, i))",
            "dc.mul(g.mul(i.neg().fma(i, i)))"),
        mutant(
            "gru",
            "scalar-1",
            gru,
            "Math.fma(z, hidden.at(row, j) - n, n)",
            "(1 - z) * n + z * hidden.at(row, j)"),
        mutant(
            "gru",
            "scalar-1",
            gru,
            "Math.fma(r, recurrentPart.at(row, j), candidate.at(row, j))",
            "r * recurrentPart.at(row, j) + candidate.at(row, j)"),
        mutant(
            "gru",
            "scalar-1",
            gru,
            "Math.fma(dh, z, dHidden.at(row - batch, j))",
            "dh * z + dHidden.at(row - batch, j)"),
        mutant(
            "gru",
            "vector-2",
            "tensor/VectorGru",
            "dh.mul(one.sub(z)).mul(n.neg().fma(n, one))",
            "dh.mul(one.sub(z).mul(n.neg().fma(n, one)))"),
        mutant(
            "gru",
            "scalar-1",
            "tensor/FloatMath",
            "(x < 0 ? power : 1) / (1 + power)",
            "(x < 0 ? 1 - 1 / (1 + power) : 1 / (1 + power))"),
        mutant(
            "lstm",
            "scalar-1",
            "tensor/Step",
            "for (int gate = 0; gate < dGates.size() && t < last; gate++)",
            "for (int gate = dGates.size() - 1; gate >= 0 && t < last; gate--)"),
        mutant(
            "lstm",
            "vector-2",
            "tensor/VectorRecurrence",
            "for (int left = 0; left < steps.from().length; left++)",
            "for (int left = steps.from().length - 1; left >= 0; left--)"),
        mutant(
            "gru",
            "vector-2",
            "tensor/VectorRecurrence",
            "for (int other = 0; other < share.members(); other++)",
            "for (int other = share.members() - 1; other >= 0; other--)"),
        mutant(
            "lstm",
            "vector-1",
            "tensor/VectorGemm",
            "left.pack(a.data, a.row(k) + row, a.stride, true, rows, deep);",
            "left.pack(a.descending().data, a.row(k + deep - 1) + row, -a.stride, true, rows, deep);"
                + "\n        right.pack(b.data, b.row(k + deep - 1), -b.stride, false, deep, c.stride);"),
        mutant(
            "gru",
            "scalar-1",
            "model/RecurrentLayer",
            "backend.add(inputBiases.get(gate), recurrentBias, sums.get(gate));",
            "backend.copy(inputBiases.get(gate), sums.get(gate));"));
  }

  private static Arguments mutant(
      String cell, String way, String type, String expression, String replacement) {
    return Arguments.of(cell, way, Named.of(type, new KernelMutant(type, expression, replacement)));
  }

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @MethodSource("mutants")
  void otherRoundingIsCaught(String cell, String way, KernelMutant mutant) throws Exception {
    assertThat(train(cell, way, mutant)).as(mutant.toString()).isNotEqualTo(reference(cell));
  }

  /** Without a change, the way to build and to run makes none either. */
  @ParameterizedTest
  @MethodSource("ways")
  void aBuildWithoutAChangeHasTheSameBits(String cell, String way) throws Exception {
    String sum = "FloatMath.tanh(h";
    KernelMutant none = new KernelMutant("tensor/VanillaStep", sum, sum);
    assertThat(train(cell, way, none)).isEqualTo(reference(cell));
  }

  static Stream<Arguments> ways() {
    return Stream.of("gru", "lstm")
        .flatMap(cell -> Stream.of("scalar-1", "vector-2").map(way -> Arguments.of(cell, way)));
  }

  private static String train(String cell, String way, KernelMutant mutant) throws Exception {
    Path place = Files.createTempDirectory(directory, "mutant");
    Path config = Objects.requireNonNull(CONFIGS.get(cell));
    mutant.train(place.resolve("classes"), config.toString(), place.toString(), way);
    return Sha256.of(place.resolve(way).resolve("model.safetensors"));
  }

  private static String reference(String cell) throws IOException {
    return Sha256.of(directory.resolve(cell).resolve("scalar-1").resolve("model.safetensors"));
  }
}
