package io.github.rnnlab.launch;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.Printable;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.record.RunReport;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** How an order ended. All outcomes are immutable, so threads may share them. */
public sealed interface Outcome {
  /**
   * The run was trained.
   *
   * @param report what it computed
   * @param afresh whether every step was trained now, without a checkpoint
   */
  record Finished(RunReport report, boolean afresh) implements Outcome {}

  /**
   * The run had ended before, with the same config, inputs and version; nothing was trained.
   *
   * @param report what it computed
   */
  record UpToDate(RunReport report) implements Outcome {}

  /**
   * The run failed.
   *
   * @param invalidInput whether the user's input is at fault
   * @param message what was found, what was expected and what to do
   */
  record Failed(boolean invalidInput, String message) implements Outcome {
    /** Makes the message printable, because it may quote files. */
    public Failed {
      message = Printable.lines(message);
    }
  }

  /** Returns the outcome as one line of JSON without its line feed. */
  default String toLine() {
    Map<String, Object> line = new TreeMap<>();
    line.put(getClass().getSimpleName(), this);
    return Json.line(Collections.unmodifiableMap(line));
  }

  /**
   * Reads the result of {@link #toLine()}.
   *
   * @throws BrokenRunException if the line is anything else
   */
  static Outcome fromLine(String line) {
    String reason = "no outcome that this version knows";
    try {
      JsonNode outcome = Json.tree(line);
      for (Class<?> type : Outcome.class.getPermittedSubclasses()) {
        JsonNode content = outcome.get(type.getSimpleName());
        if (content != null) {
          return (Outcome) Json.read(content, type);
        }
      }
    } catch (JacksonException e) {
      reason = e.getOriginalMessage();
    }
    throw new BrokenRunException(
        "Cannot read the outcome of a run ("
            + reason
            + "). Use the same version of this software on every machine.");
  }
}
