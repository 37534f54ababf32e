package io.github.rnnlab.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterTest {
  @Test
  void runsTasksAndLeavesNoProcess(@TempDir Path directory) throws Exception {
    List<ProcessHandle> processes;
    try (Cluster cluster = Cluster.start(directory, 1)) {
      SparkConf conf =
          new SparkConf()
              .setMaster(cluster.master())
              .setAppName("squares")
              .set("spark.ui.enabled", "false")
              .set("spark.driver.host", "127.0.0.1");
      try (JavaSparkContext spark = new JavaSparkContext(conf)) {
        spark.setLogLevel("WARN");
        assertThat(spark.parallelize(List.of(1, 2, 3), 3).count()).isEqualTo(3);
        processes = cluster.processes();
        assertThat(processes).hasSize(3);
      }
    }
    assertThat(processes).noneMatch(ProcessHandle::isAlive);
  }
}
