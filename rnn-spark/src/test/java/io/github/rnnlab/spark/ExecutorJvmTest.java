package io.github.rnnlab.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExecutorJvmTest {
  @Test
  void takesTheDriversJdkWithTheVectorApi() {
    assertThat(ExecutorJvm.obstacle(17, 17, true)).isEmpty();
    assertThat(ExecutorJvm.obstacle(Runtime.version().feature())).isEmpty();
  }

  @Test
  void refusesAnotherJdkAndOneWithoutTheVectorApi() {
    assertThat(ExecutorJvm.obstacle(17, 21, true).orElseThrow())
        .contains("found JDK 21", "expected JDK 17", "JAVA_HOME");
    assertThat(ExecutorJvm.obstacle(17, 17, false).orElseThrow())
        .contains("without the module jdk.incubator.vector", "spark.executor.extraJavaOptions");
  }
}
