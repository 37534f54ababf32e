package io.github.rnnlab.worker;

import io.github.rnnlab.Printable;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.run.Progress;
import io.github.rnnlab.verify.Verification;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * An event of a worker, sent to Maven as one line: {@link #PREFIX}, whose first character (RECORD
 * SEPARATOR) no ordinary output has, and {@code {"Note": {"line": "..."}}}. All other lines are
 * log.
 */
public sealed interface Event {
  /** The start of a line with an event. */
  String PREFIX = "\u001ernn ";

  /** One printable line for the log. */
  record Note(String line) implements Event {
    /** Makes the line printable, because it may quote files. */
    public Note {
      line = Printable.line(line);
    }
  }

  /** The state of training within an epoch. */
  record Training(Progress progress) implements Event {}

  /** The losses of a finished epoch. */
  record EpochDone(EpochLoss epoch) implements Event {}

  /** The text of {@link Goal#GENERATE}. */
  record Text(String text) implements Event {}

  /** A run was trained from its first step to its last, without a checkpoint. */
  record TrainedAfresh() implements Event {}

  /** The result of {@link Goal#VERIFY}. */
  record Verified(Verification verification) implements Event {}

  /** The goal failed. The last event of a worker. */
  record Failure(Kind kind, String message) implements Event {
    /** Makes the message printable, because it may quote files. */
    public Failure {
      message = Printable.line(message);
    }

    /** Who has to act on a failure. */
    public enum Kind {
      /** The user. The message says what was found, what was expected and what to do. */
      INVALID_INPUT,
      /** The user or the system, such as for a full disk or a loss that is not finite. */
      BROKEN_RUN,
      /** The user. The worker's heap or address space is too small; the message says what to do. */
      OUT_OF_MEMORY,
      /** The authors. The stack trace of the unexpected exception is in the log. */
      DEFECT
    }
  }

  /** The goal succeeded. The last event of a worker. */
  record Bye() implements Event {}

  /**
   * Returns the event as bytes, to be written at once. They begin and end with a line feed, so that
   * a partial line before them cannot spoil the event.
   */
  default byte[] toBytes() {
    String json = Json.line(Map.of(getClass().getSimpleName(), this));
    return ("\n" + PREFIX + json + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a line without its line feed. Returns null if it is not a complete event. */
  static @Nullable Event fromLine(String line) {
    if (!line.startsWith(PREFIX)) {
      return null;
    }
    try {
      JsonNode event = Json.tree(line.substring(PREFIX.length()));
      for (Class<?> type : Event.class.getPermittedSubclasses()) {
        JsonNode content = event.get(type.getSimpleName());
        if (content != null) {
          return (Event) Json.read(content, type);
        }
      }
      return null;
    } catch (JacksonException e) {
      return null;
    }
  }
}
