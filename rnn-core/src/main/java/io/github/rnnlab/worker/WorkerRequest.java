package io.github.rnnlab.worker;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.stage.Workplace;
import io.github.rnnlab.verify.VerificationRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What a worker is asked for: the first line of its standard input, as one line of JSON.
 *
 * @param goal what to do
 * @param config the effective config, overrides included
 * @param workplace where to do it
 * @param force whether to do what is up to date again, from its start
 * @param fresh whether to start over instead of going on from a checkpoint
 * @param verification what {@link Goal#VERIFY} verifies; null for other goals
 * @param systemProperties what the worker's JVM is to be set up with
 */
public record WorkerRequest(
    Goal goal,
    ExperimentConfig config,
    Workplace workplace,
    boolean force,
    boolean fresh,
    @Nullable VerificationRequest verification,
    SystemProperties systemProperties) {
  /** Asks for another goal than {@link Goal#VERIFY}. */
  public WorkerRequest(
      Goal goal, ExperimentConfig config, Workplace workplace, boolean force, boolean fresh) {
    this(goal, config, workplace, force, fresh, null, SystemProperties.NONE);
  }

  /** Asks for {@link Goal#VERIFY}. */
  public WorkerRequest(
      ExperimentConfig config, Workplace workplace, VerificationRequest verification) {
    this(Goal.VERIFY, config, workplace, false, true, verification, SystemProperties.NONE);
  }

  /** Returns the same request to a worker with system properties. */
  public WorkerRequest with(SystemProperties properties) {
    return new WorkerRequest(goal, config, workplace, force, fresh, verification, properties);
  }

  /** Returns the request as one line of JSON, without its line feed. */
  public String toLine() {
    return Json.line(this);
  }

  /**
   * Reads what {@link #toLine()} wrote.
   *
   * @throws BrokenRunException if it is anything else
   */
  public static WorkerRequest fromLine(String line) {
    try {
      return Json.read(line, WorkerRequest.class);
    } catch (JacksonException e) {
      throw new BrokenRunException(
          "The worker cannot read what it is asked for ("
              + e.getOriginalMessage()
              + "). Use the same version of the plugin and of rnn-core.",
          e);
    }
  }
}
