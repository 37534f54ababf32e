package io.github.rnnlab.launch;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.experiment.Experiment;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.run.GradientSource;
import io.github.rnnlab.run.ProgressListener;
import java.util.concurrent.CancellationException;

/** Carries out runs in this JVM. Threads may share it: each trains a run of its own. */
public final class InProcess implements Launcher {
  private final GradientSource gradients;

  /** Computes everything here. */
  public InProcess() {
    this(GradientSource.HERE);
  }

  /** Has the gradients computed by a source, which decides whether threads may share this. */
  public InProcess(GradientSource gradients) {
    this.gradients = gradients;
  }

  @Override
  public Outcome launch(Order order, ProgressListener listener) throws InterruptedException {
    try {
      Experiment.Training how = train(order, listener, gradients);
      RunReport report = RunReport.read(new RunFiles(order.workplace().outputDirectory()).report());
      return how == Experiment.Training.UP_TO_DATE
          ? new Outcome.UpToDate(report)
          : new Outcome.Finished(report, how == Experiment.Training.AFRESH);
    } catch (CancellationException e) {
      Thread.interrupted(); // The exception takes the place of the interrupt.
      InterruptedException interrupt = new InterruptedException("asked to stop");
      interrupt.initCause(e);
      throw interrupt;
    } catch (InvalidInputException e) {
      return new Outcome.Failed(true, String.valueOf(e.getMessage()));
    } catch (BrokenRunException e) {
      return new Outcome.Failed(false, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Trains a run, unless it is up to date, on the calling thread.
   *
   * @throws InvalidInputException if the config asks for something impossible
   * @throws BrokenRunException if the files are not those of the order, or the run fails
   * @throws CancellationException if the thread is interrupted; the run is saved first
   */
  public static Experiment.Training train(Order order, ProgressListener listener) {
    return train(order, listener, GradientSource.HERE);
  }

  private static Experiment.Training train(
      Order order, ProgressListener listener, GradientSource gradients) {
    order.requireNamed();
    return new Experiment(order.config(), order.workplace(), listener, gradients)
        .train(order.force(), order.fresh());
  }
}
