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
 * What a worker tells Maven, one event a line. A line that holds an event starts with {@link
 * #PREFIX}, whose first character (RECORD SEPARATOR) no ordinary output has, and goes on as {@code
 * {"Note": {"line": "..."}}}; every other line is log.
 */
public sealed interface Event {
  /** What a line that holds an event starts with. */
  String PREFIX = "\u001ernn ";

  /** One line for the log, which is made printable. */
  record Note(String line) implements Event {
    /** Makes the line printable: it may quote files. */
    public Note {
      line = Printable.line(line);
    }
  }

  /** Training goes on. */
  record Training(Progress progress) implements Event {}

  /** An epoch ended. */
  record EpochDone(EpochLoss epoch) implements Event {}

  /** The text that {@link Goal#GENERATE} asked for. */
  record Text(String text) implements Event {}

  /** A run was trained from its first step to its last, with no checkpoint in between. */
  record TrainedAfresh() implements Event {}

  /** What came of {@link Goal#VERIFY}. */
  record Verified(Verification verification) implements Event {}

  /** The goal failed; the last event of a worker. */
  record Failure(Kind kind, String message) implements Event {
    /** Makes the message printable: it may quote files. */
    public Failure {
      message = Printable.line(message);
    }

    /** Who has to act on a failure. */
    public enum Kind {
      /** The user: the message says what was found, expected, and the fix. */
      INVALID_INPUT,
      /** The user or their system: a full disk, a loss that is not finite. */
      BROKEN_RUN,
      /** The user: the worker's heap or address space is too small; the message says what to do. */
      OUT_OF_MEMORY,
      /** The authors: an exception that nobody foresaw; its stack trace is in the log. */
      DEFECT
    }
  }

  /** The goal succeeded; the last event of a worker. */
  record Bye() implements Event {}

  /**
   * Returns the event as the bytes to write at once. They begin with a line feed as well as ending
   * in one, so that text which something else left on the current line cannot spoil the event.
   */
  default byte[] toBytes() {
    String json = Json.line(Map.of(getClass().getSimpleName(), this));
    return ("\n" + PREFIX + json + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a line, without its line feed; returns null for a line that holds no whole event. */
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
