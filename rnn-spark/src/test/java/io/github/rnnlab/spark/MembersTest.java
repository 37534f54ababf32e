package io.github.rnnlab.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.launch.Outcome;
import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.run.ProgressListener;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class MembersTest {
  private static final String[] LONG = {
    "training.epochs=240", "model.hiddenSize=40", "checkpoints.everySteps=50"
  };

  @TempDir Path directory;
  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());

  /** One executor after another is lost, that of a follower and that of the leader. */
  @Test
  void leaveTheBytesOfARunWithoutSparkThoughTheirExecutorsAreKilled() throws Exception {
    SharedRun run = SharedRun.in(Files.createDirectories(directory.resolve("runs")));
    run.alone("alone", LONG);
    run.alone("short");
    try (Cluster cluster = Cluster.start(directory.resolve("cluster"), 2)) {
      try (SparkLauncher launcher = SparkLauncher.connect(conf(cluster, 1))) {
        assertThat(launcher.launch(run.order("task", "training.shards=4"), epoch -> {}))
            .isInstanceOf(Outcome.Finished.class);
        run.assertSameBytes("task", "short");
      }
      try (SparkLauncher launcher = SparkLauncher.connect(conf(cluster, 2))) {
        assertThat(launcher.launch(run.order("pair", LONG), new Killer(cluster)))
            .isInstanceOf(Outcome.Finished.class);
        run.assertSameBytes("pair", "alone");
        assertThat(notes.stream().filter(note -> note.contains("began again"))).hasSize(2);
        assertThat(notes.stream().filter(note -> note.startsWith("Going on after"))).hasSize(2);

        CompletableFuture<Void> unshared = removeMark(directory.resolve("runs/far"));
        assertThat(launcher.launch(run.order("far"), epoch -> {}))
            .isInstanceOf(Outcome.Finished.class);
        unshared.join();
        run.assertSameBytes("far", "short");

        assertThat(launcher.launch(run.order("few", "training.shards=1"), epoch -> {}))
            .isEqualTo(
                new Outcome.Failed(
                    true,
                    "training.shards: found 1 for 2 members, expected at least a shard for each"
                        + " member. Raise training.shards, or lower spark.rnn.members."));
      }
      SparkConf three = conf(cluster, 3).set(SparkSettings.WAIT, "3s");
      try (SparkLauncher launcher = SparkLauncher.connect(three)) {
        assertThat(launcher.launch(run.order("crowd"), epoch -> {}))
            .isInstanceOfSatisfying(
                Outcome.Failed.class,
                failed ->
                    assertThat(failed.message())
                        .startsWith("found fewer free cores than the 3 members"));
      }
    }
  }

  /** Removes the mark of the driver, by which executors know that they share its directory. */
  private static CompletableFuture<Void> removeMark(Path run) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            for (boolean found = false; !found; ) {
              Files.createDirectories(run);
              try (DirectoryStream<Path> marks = Files.newDirectoryStream(run, ".driver-*")) {
                for (Path mark : marks) {
                  found = Files.deleteIfExists(mark);
                }
              }
            }
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void needBarriersWhichDynamicAllocationForbids() {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.rnn.members", "2")
            .set("spark.dynamicAllocation.enabled", "true");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> SparkLauncher.connect(conf))
        .withMessage(
            "spark.dynamicAllocation.enabled: found true beside spark.rnn.members 2, expected"
                + " false, since Spark starts no barrier stage while it may take executors away."
                + " Set it to false, and spark.executor.instances to 2 or more.");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Members.of(new SparkConf(false).set("spark.rnn.members", "two")))
        .withMessageStartingWith("spark.rnn.members: found two, expected a whole number");
  }

  private static SparkConf conf(Cluster cluster, int members) {
    return SparkLauncherTest.conf(cluster.master())
        .set("spark.rnn.members", Integer.toString(members))
        .set("spark.executor.heartbeatInterval", "500ms");
  }

  /** Kills an executor when it hears of an epoch. */
  private final class Killer implements ProgressListener {
    private final Cluster cluster;
    private int killed;

    Killer(Cluster cluster) {
      this.cluster = cluster;
    }

    @Override
    public void note(String line) {
      notes.add(line);
    }

    @Override
    public void epochDone(EpochLoss epoch) {
      long begunAgain = notes.stream().filter(note -> note.contains("began again")).count();
      if (killed < 2 && killed == begunAgain && epoch.epoch() >= 30 * (killed + 1)) {
        cluster.killExecutors(killed++);
      }
    }
  }
}
