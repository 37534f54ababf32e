package io.github.rnnlab.maven.fork;

import io.github.rnnlab.worker.Event.Failure;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a worker ended.
 *
 * @param exitCode the process's exit code; 128 and more for a signal
 * @param saidBye whether it told that its goal succeeded
 * @param failure the failure that it told of, if it did
 * @param timedOut whether it was stopped because its time was over
 * @param tail the last lines that it printed beside its events
 * @param crashReport the JVM's crash report, if it left one
 */
public record WorkerOutcome(
    int exitCode,
    boolean saidBye,
    @Nullable Failure failure,
    boolean timedOut,
    List<String> tail,
    @Nullable Path crashReport) {
  /** Whether the goal succeeded. */
  public boolean succeeded() {
    return exitCode == 0 && saidBye;
  }
}
