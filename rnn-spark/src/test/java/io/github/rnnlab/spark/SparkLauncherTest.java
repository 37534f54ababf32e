package io.github.rnnlab.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.launch.InProcess;
import io.github.rnnlab.launch.Launcher;
import io.github.rnnlab.plan.SweepFile;
import io.github.rnnlab.plan.SweepPlan;
import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.run.ProgressListener;
import io.github.rnnlab.setting.Overrides;
import io.github.rnnlab.sweep.RunResult;
import io.github.rnnlab.sweep.Sweep;
import io.github.rnnlab.sweep.SweepListener;
import io.github.rnnlab.sweep.SweepReport;
import io.github.rnnlab.sweep.SweepRun;
import io.github.rnnlab.workplace.Workplace;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SparkLauncherTest {
  private static final String TWELVE_RUNS =
      """
      {"base": "play", "seeds": [1, 2],
       "grid": {"training.optimizer.learningRate": [0.001, 0.003, 0.01],
                "model.cell": ["vanilla", "lstm"]}}
      """;

  private static final String ONE_RUN = "{\"base\": \"play\", \"grid\": {\"seed\": [1]}}";

  @TempDir Path directory;
  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
  private final List<EpochLoss> epochs = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger ended = new AtomicInteger();

  @BeforeEach
  void writeAnExperiment() throws IOException {
    Files.createDirectories(directory.resolve("project/configs"));
    Files.writeString(
        directory.resolve("project/play.txt"),
        "so long lives this, and this gives life to thee; nor shall death brag. ".repeat(40));
    Files.writeString(
        directory.resolve("project/configs/play.json"),
        """
        {"name": "play", "corpus": {"file": "../play.txt"},
         "prepare": {"sequenceLength": 20, "stride": 5, "validationFraction": 0.15},
         "model": {"hiddenSize": 32}, "training": {"epochs": 12, "batchSize": 16},
         "generation": {"prompt": "so", "length": 30}, "backend": {"name": "vector"}}
        """);
  }

  @Test
  void twelveRunsLeaveTheBytesOfSerialOnesThoughAWorkerIsKilled() throws Exception {
    SweepReport serial = run(TWELVE_RUNS, "serial", new InProcess(), 1, () -> {});
    ended.set(0);
    epochs.clear();
    List<ProcessHandle> processes = new ArrayList<>();
    try (Cluster cluster = Cluster.start(directory.resolve("cluster"), 2)) {
      SweepReport spread;
      try (SparkLauncher launcher = SparkLauncher.connect(conf(cluster.master()))) {
        spread =
            run(
                TWELVE_RUNS,
                "spread",
                launcher,
                12,
                () -> {
                  if (ended.incrementAndGet() == 4) {
                    processes.addAll(cluster.processes());
                    cluster.kill(0);
                  }
                });
      }
      assertThat(spread).isEqualTo(serial);
    }
    assertThat(files("spread")).isEqualTo(files("serial"));
    assertThat(files("spread").keySet()).filteredOn(f -> f.endsWith("report.json")).hasSize(12);
    assertThat(ended).hasValue(12);
    assertThat(notes).anyMatch(note -> note.contains("began again"));
    assertThat(epochs).hasSizeGreaterThanOrEqualTo(12 * 12);
    assertThat(processes).hasSize(5).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void saysWhyNoExecutorStaysWithoutTheVectorApi() throws Exception {
    try (Cluster cluster =
            Cluster.start(directory.resolve("cluster"), 1, jdkWithoutTheVectorApi());
        SparkLauncher launcher =
            SparkLauncher.connect(conf(cluster.master()).set(SparkSettings.WAIT, "5s"))) {
      SweepReport report = run(ONE_RUN, "none", launcher, 1, () -> {});
      assertThat(report.failures()).hasSize(1);
      assertThat(report.failures().get(0).message())
          .contains("no executor within 5 s", "jdk.incubator.vector", "JAVA_HOME");
    }
  }

  @Test
  void saysThatAnExecutorHasAnotherJdk() throws Exception {
    String other = System.getenv("RNN_TEST_JDK");
    assumeTrue(other != null, "RNN_TEST_JDK names no other JDK");
    try (Cluster cluster = Cluster.start(directory.resolve("cluster"), 1, Path.of(other));
        SparkLauncher launcher = SparkLauncher.connect(conf(cluster.master()))) {
      SweepReport report = run(ONE_RUN, "none", launcher, 1, () -> {});
      assertThat(report.failures()).hasSize(1);
      assertThat(report.failures().get(0).message())
          .contains("executor 0 on ", "found JDK ", "expected JDK " + Runtime.version().feature());
    }
  }

  @Test
  void refusesAMasterThatIsNotThere() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    long start = System.nanoTime();
    for (String address :
        List.of("spark://127.0.0.1:" + port, "spark://127.0.0.1", "http://127.0.0.1", "nowhere")) {
      assertThatExceptionOfType(InvalidInputException.class)
          .as(address)
          .isThrownBy(() -> SparkLauncher.connect(conf(address)))
          .withMessageContainingAll("rnn.master", address, "spark://HOST:PORT", "Correct");
    }
    assertThat(System.nanoTime() - start).isLessThan(60_000_000_000L);
  }

  /** Returns a directory with a launcher that ends as a JVM does which lacks the module. */
  private Path jdkWithoutTheVectorApi() throws IOException {
    Path jdk = directory.resolve("jdk");
    Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        echo "Error occurred during initialization of boot layer" >&2
        echo "java.lang.module.FindException: Module jdk.incubator.vector not found" >&2
        exit 1
        """);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    return jdk;
  }

  static SparkConf conf(String master) {
    return new SparkConf()
        .setMaster(master)
        .set("spark.ui.enabled", "false")
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.executor.memory", "512m")
        .set("spark.jars", System.getProperty("rnn.spark.jar", ""));
  }

  /** Something to do when a run has ended. */
  private interface AfterRun {
    void act() throws InterruptedException;
  }

  private SweepReport run(
      String json, String output, Launcher launcher, int workers, AfterRun afterRun)
      throws InterruptedException {
    Path configs = directory.resolve("project/configs");
    SweepPlan plan =
        SweepPlan.of(
            SweepFile.parse(json, "play.sweep.json"), configs, Overrides.NONE, SweepPlan.MOST_RUNS);
    Workplace workplace = Workplace.of(configs, directory.resolve(output), "test");
    SweepListener listener =
        new SweepListener() {
          @Override
          public void rung(int rung, int rungs, int trials, int runs) {}

          @Override
          public ProgressListener began(SweepRun run) {
            return new ProgressListener() {
              @Override
              public void note(String line) {
                notes.add(line);
              }

              @Override
              public void epochDone(EpochLoss epoch) {
                epochs.add(epoch);
              }
            };
          }

          @Override
          public void ended(SweepRun run, RunResult result, boolean trained) {
            try {
              afterRun.act();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    return new Sweep(plan, directory.resolve(output), config -> workplace, false)
        .run(launcher, workers, listener);
  }

  /** Returns the files of a sweep by their names, but for those that tell times. */
  private Map<String, String> files(String output) throws IOException {
    Path root = directory.resolve(output);
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString();
        if (name.endsWith("fingerprints.json")) {
          // It has the hash of the environment, which tells times, and seals it.
          files.put(
              name,
              Files.readString(file).replaceAll("\"(environment.json|digest)\" : \".*\"", ""));
        } else if (!name.endsWith("environment.json") && !name.endsWith("report.html")) {
          files.put(name, Sha256.of(file));
        }
      }
    }
    return files;
  }
}
