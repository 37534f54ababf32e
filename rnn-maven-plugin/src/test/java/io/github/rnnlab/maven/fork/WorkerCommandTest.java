package io.github.rnnlab.maven.fork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.worker.Goal;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WorkerCommandTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Goal.class)
  void alignsArraysWhereItTrains(Goal goal) {
    assertThat(arguments(goal).contains("-XX:ObjectAlignmentInBytes=64"))
        .isEqualTo(goal == Goal.TRAIN || goal == Goal.VERIFY);
  }

  @ParameterizedTest
  @CsvSource({
    "dontinline, VectorKernels, tanh",
    "dontinline, VectorStripe, multiplyTwo",
    "dontinline, VectorTile, sixRowsTransposed",
    "dontinline, VectorGru, candidate",
    "dontinline, VectorLstm, gateGradients",
    "inline, VectorTile, tileOfSix"
  })
  void compilesLoopsOverVectorsOnTheirOwnWhereItTrains(String how, String type, String method)
      throws Exception {
    Class<?> kernels =
        Class.forName("io.github.rnnlab.tensor." + type, false, getClass().getClassLoader());

    assertThat(kernels.getDeclaredMethods()).extracting(Method::getName).contains(method);
    for (Goal goal : Goal.values()) {
      assertThat(compiles(how, kernels.getName(), method, goal))
          .as("%s", goal)
          .isEqualTo(goal == Goal.TRAIN || goal == Goal.VERIFY);
    }
  }

  /** Whether one of the patterns, which may begin and end with a star, stands for a method. */
  private boolean compiles(String how, String type, String method, Goal goal) {
    return arguments(goal)
        .lines()
        .map(line -> line.replaceAll("[\"']", ""))
        .filter(line -> line.startsWith("-XX:CompileCommand=" + how + "," + type + "::"))
        .map(line -> line.substring(line.lastIndexOf(':') + 1).replace("*", ".*"))
        .anyMatch(method::matches);
  }

  @ParameterizedTest
  @EnumSource(Goal.class)
  void hasTheFlagsOfTheBenchmarksWhereItTrains(Goal goal) throws IOException {
    Path benchmarks = Path.of("..", "rnn-benchmarks", "worker.args");
    List<String> flags =
        Files.readAllLines(benchmarks).stream()
            .filter(line -> line.startsWith("-XX:") && !line.contains("UseFPUForSpilling"))
            .filter(line -> !line.contains("UseSerialGC"))
            .toList();

    assertThat(flags).hasSizeGreaterThan(5);
    if (goal == Goal.TRAIN || goal == Goal.VERIFY) {
      assertThat(arguments(goal)).contains(flags);
    }
  }

  @ParameterizedTest
  @EnumSource(Goal.class)
  void choosesACollectorWhereItTrainsAndNobodyElseDoes(Goal goal) {
    boolean trains = goal == Goal.TRAIN || goal == Goal.VERIFY;

    assertThat(arguments(goal).contains("-XX:+UseSerialGC"))
        .isEqualTo(trains && !WorkerCommand.namesCollector(List.of(), System.getenv()));
    assertThat(arguments(goal, "-Xmx4g", "-XX:+UseParallelGC")).doesNotContain("UseSerialGC");
  }

  @ParameterizedTest
  @CsvSource({
    "-Xmx4g, '', false",
    "-XX:+UseParallelGC, '', true",
    "-XX:-UseG1GC, '', true",
    "-XX:+UseGCOverheadLimit, '', false",
    "-Xmx4g, -Dproxy=x -XX:+UseZGC -Xmx1g, true"
  })
  void knowsACollectorThatTheUserOrTheMachineNames(String flag, String machine, boolean named) {
    assertThat(WorkerCommand.namesCollector(List.of(flag), Map.of("JAVA_TOOL_OPTIONS", machine)))
        .isEqualTo(named);
  }

  @ParameterizedTest
  @EnumSource(Goal.class)
  void asksForTheVectorModuleWhereSomethingIsComputed(Goal goal) {
    assertThat(arguments(goal).contains("jdk.incubator.vector")).isEqualTo(goal != Goal.PREPARE);
  }

  @ParameterizedTest
  @EnumSource(Goal.class)
  void compilesHashingAtOnceWhereItHashesMost(Goal goal) {
    assertThat(arguments(goal).contains("SHA2::implCompress")).isEqualTo(goal == Goal.PREPARE);
  }

  @ParameterizedTest
  @EnumSource(Goal.class)
  void leavesNoFileThatAnotherWorkerCouldReplace(Goal goal) {
    assertThat(arguments(goal, "-Xmx4g")).contains("-Xmx4g", "-classpath").doesNotContain("@");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void leavesMavensOwnArgumentsToMaven() {
    assertThat(prepared(Goal.TRAIN).environment())
        .containsKey("PATH")
        // The launcher of Maven sets the last of these, also for this test.
        .doesNotContainKeys("JDK_JAVA_OPTIONS", "MAVEN_OPTS", "MAVEN_ARGS", "MAVEN_CMD_LINE_ARGS");
  }

  @ParameterizedTest
  @CsvSource({"17, false", "23, false", "24, true", "25, true"})
  void allowsNativeLibrariesWhereTheJvmWouldWarnOfThem(int feature, boolean allowed) {
    assertThat(
            withNativeThreads(3, feature).command().contains("--enable-native-access=ALL-UNNAMED"))
        .isEqualTo(allowed);
    assertThat(
            withNativeThreads(3, feature)
                .command()
                .contains("--sun-misc-unsafe-memory-access=allow"))
        .isEqualTo(allowed);
    assertThat(String.join("\n", withNativeThreads(null, feature).command()))
        .doesNotContain("native-access", "unsafe-memory");
  }

  @Test
  void bindsTheThreadsOfNativeLibraries() {
    assertThat(withNativeThreads(3, 17).environment())
        .containsEntry("OMP_NUM_THREADS", "3")
        .containsEntry("OPENBLAS_NUM_THREADS", "3");
    assertThat(withNativeThreads(null, 17).environment().get("OMP_NUM_THREADS"))
        .isEqualTo(System.getenv("OMP_NUM_THREADS"));
  }

  @Test
  void refusesACharacterThatTheSystemLacks() {
    String lacking = "/\ud834"; // Half of a character, which no encoding has.
    assertThatThrownBy(() -> arguments(Goal.TRAIN, lacking))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(System.getProperty("sun.jnu.encoding"))
        .hasMessageContaining("LC_ALL");
  }

  private String arguments(Goal goal, String... argLine) {
    return String.join("\n", prepared(goal, argLine).command());
  }

  private ProcessBuilder prepared(Goal goal, String... argLine) {
    return prepared(17, goal, null, argLine);
  }

  private ProcessBuilder withNativeThreads(@Nullable Integer threads, int feature) {
    return prepared(feature, Goal.TRAIN, threads);
  }

  private ProcessBuilder prepared(
      int feature, Goal goal, @Nullable Integer nativeThreads, String... argLine) {
    JavaRuntime java = new JavaRuntime(Path.of("java"), feature, true);
    return new WorkerCommand(
            WorkerCommand.WORKER,
            java,
            List.of(),
            goal,
            List.of(argLine),
            directory,
            directory,
            nativeThreads)
        .prepare();
  }
}
