package io.github.rnnlab.maven.fork;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.worker.Goal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkerCommandTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Goal.class)
  void alignsArraysWhereItTrains(Goal goal) throws IOException {
    assertThat(arguments(goal).contains("-XX:ObjectAlignmentInBytes=64"))
        .isEqualTo(goal == Goal.TRAIN || goal == Goal.VERIFY);
  }

  @ParameterizedTest
  @EnumSource(Goal.class)
  void compilesLoopsOverVectorsOnTheirOwnWhereItTrains(Goal goal) throws Exception {
    Class<?> kernels =
        Class.forName("io.github.rnnlab.tensor.VectorKernels", false, getClass().getClassLoader());

    assertThat(arguments(goal).contains("dontinline," + kernels.getName() + "::*"))
        .isEqualTo(goal == Goal.TRAIN || goal == Goal.VERIFY);
  }

  @ParameterizedTest
  @EnumSource(Goal.class)
  void asksForTheVectorModuleWhereSomethingIsComputed(Goal goal) throws IOException {
    assertThat(arguments(goal).contains("jdk.incubator.vector")).isEqualTo(goal != Goal.PREPARE);
  }

  @ParameterizedTest
  @EnumSource(Goal.class)
  void compilesHashingAtOnceWhereItHashesMost(Goal goal) throws IOException {
    assertThat(arguments(goal).contains("SHA2::implCompress")).isEqualTo(goal == Goal.PREPARE);
  }

  private String arguments(Goal goal) throws IOException {
    JavaRuntime java = new JavaRuntime(Path.of("java"), true);
    ProcessBuilder unused =
        new WorkerCommand(java, List.of(), Map.of(), goal, List.of(), directory, directory)
            .prepare();

    return Files.readString(directory.resolve("worker.args"));
  }
}
