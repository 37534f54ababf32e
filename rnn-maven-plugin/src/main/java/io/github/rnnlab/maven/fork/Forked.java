package io.github.rnnlab.maven.fork;

import io.github.rnnlab.experiment.Experiment;
import io.github.rnnlab.launch.Launcher;
import io.github.rnnlab.launch.Order;
import io.github.rnnlab.launch.Outcome;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.run.ProgressListener;
import io.github.rnnlab.worker.Event;
import io.github.rnnlab.worker.Goal;
import io.github.rnnlab.worker.SystemProperties;
import io.github.rnnlab.worker.WorkerRequest;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Carries out each run in a worker JVM of its own. Threads may share it. */
public final class Forked implements Launcher {
  private final Function<Order, WorkerCommand> command;
  private final SystemProperties properties;
  private final Duration timeout;
  private final WorkerListener output;

  /**
   * Creates a launcher.
   *
   * @param command returns how to start the worker of an order
   * @param properties those of the workers' JVMs
   * @param timeout the time that a run may take, or zero for no limit
   * @param output receives what workers write beside the progress of their runs
   */
  public Forked(
      Function<Order, WorkerCommand> command,
      SystemProperties properties,
      Duration timeout,
      WorkerListener output) {
    this.command = command;
    this.properties = properties;
    this.timeout = timeout;
    this.output = output;
  }

  @Override
  public Outcome launch(Order order, ProgressListener listener) throws InterruptedException {
    WorkerCommand start = command.apply(order);
    Output heard = new Output(listener);
    WorkerOutcome outcome =
        WorkerProcess.run(
            start,
            new WorkerRequest(Goal.TRAIN, order).with(properties).toLine(),
            Stream.empty(),
            timeout,
            heard);
    Experiment.Training how = heard.how;
    if (!outcome.succeeded() || how == null) {
      return failed(outcome, start);
    }
    RunReport report = RunReport.read(new RunFiles(order.workplace().outputDirectory()).report());
    return how == Experiment.Training.UP_TO_DATE
        ? new Outcome.UpToDate(report)
        : new Outcome.Finished(report, how == Experiment.Training.AFRESH);
  }

  private Outcome.Failed failed(WorkerOutcome outcome, WorkerCommand start) {
    return new Outcome.Failed(outcome.isUserInput(), Diagnosis.of(outcome, start.java(), timeout));
  }

  /** Divides the output of one worker. */
  private final class Output implements WorkerListener {
    private final ProgressListener listener;
    private Experiment.@Nullable Training how;

    Output(ProgressListener listener) {
      this.listener = listener;
    }

    @Override
    public void event(Event event) {
      if (event instanceof Event.Trained trained) {
        how = trained.how();
      } else {
        event.tell(listener);
      }
    }

    @Override
    public void stray(String line) {
      output.stray(line);
    }

    @Override
    public void stopped(boolean inOrder) {
      output.stopped(inOrder);
    }
  }
}
