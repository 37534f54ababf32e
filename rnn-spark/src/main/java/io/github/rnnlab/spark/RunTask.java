package io.github.rnnlab.spark;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.directory.WholeDirectory;
import io.github.rnnlab.launch.InProcess;
import io.github.rnnlab.launch.Order;
import io.github.rnnlab.launch.Outcome;
import io.github.rnnlab.worker.ProgressEvents;
import io.github.rnnlab.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkFiles;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;

/**
 * One run as a task on an executor. A failure of the run is a result, which Spark does not try
 * again; only a lost executor is left to Spark.
 */
final class RunTask implements Function<Integer, EndedRun> {
  private static final long serialVersionUID = 1;

  private final String order;
  private final List<SentFile> files;
  private final Told told;
  private final int javaFeature;

  /**
   * Describes the task.
   *
   * @param files a list that can be serialized
   * @param javaFeature the feature release of the JDK to expect
   */
  RunTask(Order order, List<SentFile> files, Told told, int javaFeature) {
    this.order = order.toLine();
    this.files = files;
    this.told = told;
    this.javaFeature = javaFeature;
  }

  @Override
  public EndedRun call(Integer unused) throws IOException, InterruptedException {
    told.begin(TaskContext.get().attemptNumber());
    Optional<String> obstacle = ExecutorJvm.obstacle(javaFeature);
    if (obstacle.isPresent()) {
      return failed(false, obstacle.get());
    }
    Path scratch = Files.createTempDirectory(Path.of(SparkFiles.getRootDirectory()), "rnn-");
    try {
      return run(Order.fromLine(order), scratch.toAbsolutePath());
    } catch (InvalidInputException e) {
      return failed(true, String.valueOf(e.getMessage()));
    } catch (BrokenRunException e) {
      return failed(false, String.valueOf(e.getMessage()));
    } finally {
      WholeDirectory.remove(scratch);
    }
  }

  private EndedRun run(Order ordered, Path scratch) throws IOException, InterruptedException {
    Path directory = scratch.resolve("run");
    Workplace here = PlacedFiles.at(ordered.workplace(), files, scratch).in(directory);
    Order order =
        new Order(ordered.config(), ordered.configSha256(), ordered.inputs(), here, true, true);
    Outcome outcome =
        new InProcess().launch(order, new ProgressEvents(event -> told.add(event.toLine())));
    return outcome instanceof Outcome.Failed failed
        ? failed(failed.invalidInput(), failed.message())
        : new EndedRun(outcome.toLine(), told.value(), EndedRun.zipped(directory));
  }

  private EndedRun failed(boolean invalidInput, String message) {
    Outcome outcome = new Outcome.Failed(invalidInput, ExecutorJvm.place() + ": " + message);
    return new EndedRun(outcome.toLine(), told.value(), new byte[0]);
  }
}
