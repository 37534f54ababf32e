package io.github.rnnlab.spark;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.launch.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag;

/**
 * The members of the groups that train one model each: tasks of a barrier stage, which Spark starts
 * together or not at all. Immutable, so threads may share it.
 *
 * @param count of a group, at least 1; 1 trains each model by a task of its own
 */
record Members(int count) {
  /** The setting that says how many members a group has. */
  static final String SETTING = "spark.rnn.members";

  /** The code of Spark's message that a barrier stage needs more cores than there are. */
  private static final String LACK_OF_CORES = "SPARK-24819";

  private static final String DYNAMIC = "spark.dynamicAllocation.enabled";

  /**
   * Reads the setting.
   *
   * @throws InvalidInputException if it is no number of members, or if Spark forbids barriers
   */
  static Members of(SparkConf conf) {
    String found = conf.get(SETTING, "1");
    int count;
    try {
      count = Integer.parseInt(found);
    } catch (NumberFormatException e) {
      count = 0;
    }
    if (count < 1) {
      throw new InvalidInputException(
          SETTING,
          found,
          "a whole number of executors, at least 1",
          "Set it to the executors that shall train one model together.");
    }
    if (count > 1 && conf.getBoolean(DYNAMIC, false)) {
      throw new InvalidInputException(
          DYNAMIC,
          "true beside " + SETTING + " " + count,
          "false, since Spark starts no barrier stage while it may take executors away",
          "Set it to false, and spark.executor.instances to " + count + " or more.");
    }
    return new Members(count);
  }

  /** Returns whether several members train one model. */
  boolean areSeveral() {
    return count > 1;
  }

  /**
   * Begins to train a run.
   *
   * @param mark a file in the directory of the run, by which an executor knows that it shares it
   * @return the end of the run, as the only element
   * @throws InvalidInputException if the run has fewer shards than there are members
   */
  JavaFutureAction<List<EndedRun>> submit(
      JavaSparkContext spark, Order order, List<SentFile> files, Told told, Path mark) {
    int shards = order.config().training().shards();
    if (shards < count) {
      throw new InvalidInputException(
          "training.shards",
          shards + " for " + count + " members",
          "at least a shard for each member",
          "Raise training.shards, or lower " + SETTING + ".");
    }
    MemberTask task = new MemberTask(order, files, told, Runtime.version().feature(), mark);
    ClassTag<EndedRun> type = ClassTag.apply(EndedRun.class);
    List<Integer> ranks = IntStream.range(0, count).boxed().toList();
    JavaRDD<EndedRun> ended =
        new JavaRDD<>(
            spark.parallelize(ranks, count).rdd().barrier().mapPartitions(task, false, type), type);
    // Spark starts a barrier stage again only if another one follows.
    return ended.repartition(1).collectAsync();
  }

  /** Returns what to do if a group found no room; empty if Spark gave up for another reason. */
  Optional<String> lackOfCores(Throwable reason) {
    return areSeveral() && String.valueOf(reason).contains(LACK_OF_CORES)
        ? Optional.of(
            "found fewer free cores than the "
                + count
                + " members that train one model; expected a core (spark.task.cpus) for each at"
                + " once. Start more Workers, lower "
                + SETTING
                + ", or wait longer for executors with "
                + SparkSettings.WAIT
                + ". The run goes on from its last checkpoint.")
        : Optional.empty();
  }

  /** Removes a mark; null for none. */
  static void remove(@Nullable Path mark) {
    try {
      if (mark != null) {
        Files.deleteIfExists(mark);
      }
    } catch (IOException e) {
      mark.toFile().deleteOnExit(); // An empty file, which disturbs nobody.
    }
  }

  /** Leaves the mark of a run. */
  static Path mark(Order order) {
    Path directory = order.workplace().outputDirectory();
    try {
      return Files.createTempFile(Files.createDirectories(directory), ".driver-", "")
          .toAbsolutePath();
    } catch (IOException e) {
      throw new BrokenRunException(
          "Cannot write in " + directory + " (" + e + "); make the directory writable.", e);
    }
  }
}
