package io.github.rnnlab.spark;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.experiment.Experiment;
import io.github.rnnlab.launch.Launcher;
import io.github.rnnlab.launch.Order;
import io.github.rnnlab.launch.Outcome;
import io.github.rnnlab.prepare.PartedPreparation;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.run.ProgressListener;
import io.github.rnnlab.stage.UpToDate;
import io.github.rnnlab.worker.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Carries out each run as a task of an Apache Spark cluster, and brings its files back. Threads may
 * share it: their runs are trained side by side, as far as the cluster has cores.
 *
 * <p>The executors need nothing of ours: the code goes to them with the job, and the files of a run
 * as well, unless they have the same ones under the same paths. A run on an executor that is lost
 * begins again on another one. So does one that was stopped, because its checkpoints stay on the
 * executor.
 */
public final class SparkLauncher implements Launcher {
  private static final long MILLIS_BETWEEN_LOOKS = 100;

  private static final String WHY =
      " Expected executors that start and stay. The log of each Worker, and stderr in the"
          + " directories of its executors, say why one ended. Most often its heap is too small"
          + " (raise spark.executor.memory), it cannot reach the driver (set spark.driver.host), or"
          + " its JDK is older than 17 or lacks the module jdk.incubator.vector (set JAVA_HOME of"
          + " the Workers to a whole JDK of release ";

  private final JavaSparkContext spark;
  private final Members members;
  private final SentFiles files;
  private final Relay relay = new Relay();
  private final long longestWait;

  private SparkLauncher(JavaSparkContext spark, Members members) {
    this.spark = spark;
    this.members = members;
    files = new SentFiles(spark);
    longestWait = SparkSettings.longestWait(spark.getConf());
    spark.sc().addSparkListener(relay);
  }

  /**
   * Connects to a cluster; closing the launcher ends the connection and the executors.
   *
   * @param conf Spark's settings, with {@code spark.master}; what runs need is added where it says
   *     nothing
   * @throws InvalidInputException if there is no such master; that takes at most a minute
   */
  public static SparkLauncher connect(SparkConf conf) {
    Members members = Members.of(conf);
    return new SparkLauncher(SparkSettings.connect(conf), members);
  }

  @Override
  public Outcome launch(Order order, ProgressListener listener) throws InterruptedException {
    RunFiles run = new RunFiles(order.workplace().outputDirectory());
    if (!order.force() && UpToDate.ofTraining(order.config(), order.workplace()).isFresh()) {
      return new Outcome.UpToDate(RunReport.read(run.report()));
    }
    Told told = new Told();
    Path mark = members.areSeveral() ? Members.mark(order) : null;
    spark.sc().register(told, "progress of " + order.config().name());
    BlockingQueue<Told.Part> heard = relay.listenTo(told);
    try {
      Hearer hearer = new Hearer(listener);
      EndedRun ended = await(submit(order, told, mark), heard, hearer);
      hearer.hear(ended.told());
      ended.writeTo(run.directory());
      return Outcome.fromLine(ended.outcome());
    } catch (InvalidInputException e) {
      return new Outcome.Failed(true, String.valueOf(e.getMessage()));
    } catch (BrokenRunException e) {
      return new Outcome.Failed(false, String.valueOf(e.getMessage()));
    } catch (ExecutionException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      return new Outcome.Failed(false, members.lackOfCores(reason).orElseGet(() -> gaveUp(reason)));
    } catch (IllegalStateException e) { // A context that has ended refuses further tasks.
      return new Outcome.Failed(false, gaveUp(e));
    } finally {
      relay.forget(told);
      Members.remove(mark);
    }
  }

  /**
   * Prepares the corpus of a run, unless it is up to date, on the driver: executors count and
   * encode parts of the text, which they read from a disk that all machines share. The files are
   * those of a preparation on one machine. Texts of bytes, of other encodings than UTF-8 and of
   * less than 4 MiB, and those with a vocabulary from elsewhere, are prepared by the driver alone.
   *
   * @param listener receives the progress, on the thread of the call
   * @throws InvalidInputException if the corpus is not as configured
   * @throws BrokenRunException if an executor cannot read the text, or a file cannot be written
   */
  public void prepare(Order order, ProgressListener listener) {
    SparkReaders readers = new SparkReaders(spark);
    new Experiment(order.config(), order.workplace(), listener)
        .prepare(
            order.force(),
            serial -> PartedPreparation.of(serial, readers, SparkReaders.PART_BYTES));
  }

  /**
   * Begins a run.
   *
   * @param mark a file in its directory; null if one task trains it
   */
  private JavaFutureAction<List<EndedRun>> submit(Order order, Told told, @Nullable Path mark) {
    spark.setJobDescription(order.config().name() + " " + order.address());
    spark.setInterruptOnCancel(true);
    if (mark != null) {
      return members.submit(spark, order, files.of(order), told, mark);
    }
    RunTask task = new RunTask(order, files.of(order), told, Runtime.version().feature());
    return spark.parallelize(List.of(0), 1).map(task).collectAsync();
  }

  private EndedRun await(
      JavaFutureAction<List<EndedRun>> job, BlockingQueue<Told.Part> heard, Hearer hearer)
      throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    try {
      while (!job.isDone()) {
        if (!relay.hasHadExecutors() && System.nanoTime() - start > longestWait) {
          job.cancel(true);
          throw new BrokenRunException(noExecutor());
        }
        Told.Part part = heard.poll(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
        if (part != null) {
          hearer.hear(part);
        }
      }
      return job.get().get(0);
    } catch (InterruptedException e) {
      job.cancel(true);
      throw e;
    }
  }

  private String noExecutor() {
    return "found no executor within "
        + TimeUnit.NANOSECONDS.toSeconds(longestWait)
        + " s. If other applications have the cores or the memory, wait longer with -D"
        + SparkSettings.WAIT
        + "=1h."
        + WHY
        + Runtime.version().feature()
        + ").";
  }

  private static String gaveUp(Throwable reason) {
    return "Spark gave up: "
        + SparkSettings.firstLine(reason)
        + WHY
        + Runtime.version().feature()
        + ").";
  }

  @Override
  public void close() {
    spark.close();
  }

  /** Tells a listener each event of a run once. */
  private static final class Hearer {
    private final ProgressListener listener;
    private int attempt;
    private long next;

    Hearer(ProgressListener listener) {
      this.listener = listener;
    }

    void hear(Told.Part part) {
      if (part.attempt() > attempt) {
        listener.note("The executor of this run was lost; the run began again.");
        attempt = part.attempt();
        next = 0;
      }
      if (part.attempt() < attempt) {
        return;
      }
      for (int i = (int) Math.max(0, next - part.first()); i < part.lines().size(); i++) {
        Event event = Event.fromLine(part.lines().get(i));
        if (event != null) {
          event.tell(listener);
        }
      }
      next = Math.max(next, part.first() + part.lines().size());
    }
  }
}
