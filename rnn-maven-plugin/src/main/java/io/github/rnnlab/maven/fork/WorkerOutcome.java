package io.github.rnnlab.maven.fork;

import io.github.rnnlab.worker.Event.Failure;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a worker.
 *
 * @param exitCode the exit code of the process; 128 and more for a signal
 * @param isHeard whether it sent any event
 * @param saidBye whether it reported success
 * @param failure the failure that it reported, if any
 * @param timedOut whether it was stopped because its time was up
 * @param tail the last lines that were no events
 * @param crashReport the JVM's crash report, if it wrote one
 */
public record WorkerOutcome(
    int exitCode,
    boolean isHeard,
    boolean saidBye,
    @Nullable Failure failure,
    boolean timedOut,
    List<String> tail,
    @Nullable Path crashReport) {
  /** Returns whether the goal succeeded. */
  public boolean succeeded() {
    return exitCode == 0 && saidBye;
  }

  /** Returns whether the goal failed because of what its user gave it. */
  public boolean isUserInput() {
    return failure != null && failure.kind() == Failure.Kind.INVALID_INPUT;
  }
}
