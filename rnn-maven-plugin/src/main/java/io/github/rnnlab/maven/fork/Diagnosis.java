package io.github.rnnlab.maven.fork;

import io.github.rnnlab.Printable;
import io.github.rnnlab.worker.Event.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Explains why a worker failed and what to do about it. */
public final class Diagnosis {
  private static final String MORE_MEMORY =
      "Give it more with -Drnn.argLine=-Xmx…: twice what it has there now or, if nothing is there,"
          + " half of the machine's memory, of which a JVM takes a quarter; or make the run"
          + " smaller.";

  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "SIGHUP", 2, "SIGINT", 6, "SIGABRT", 7, "SIGBUS", 9, "SIGKILL", 11, "SIGSEGV", 15,
          "SIGTERM");

  private static final int SIGKILL = 9;

  private Diagnosis() {}

  /** Returns the message for a worker that failed. */
  public static String of(WorkerOutcome outcome, JavaRuntime java, Duration timeout) {
    if (outcome.timedOut()) {
      return "rnn.timeout: the worker was stopped, for it still ran after "
          + timeout.toSeconds()
          + " s. Raise -Drnn.timeout, or leave it out for no limit.";
    }
    Failure failure = outcome.failure();
    if (failure != null) {
      return switch (failure.kind()) {
        case INVALID_INPUT, BROKEN_RUN, OUT_OF_MEMORY -> failure.message();
        case DEFECT ->
            "The worker failed in a way that nobody foresaw: "
                + failure.message()
                + ". Please report it, with these lines:"
                + lines(outcome.tail());
      };
    }
    if (outcome.exitCode() == 128 + SIGKILL) {
      return bySignal(outcome, SIGKILL);
    }
    String tail = String.join("\n", outcome.tail());
    String how = "exit code " + outcome.exitCode();
    if (tail.contains("GC triggered before VM initialization")
        || tail.contains("Too small maximum heap")
        || tail.contains("Too small initial heap")) {
      return "The worker's heap is too small for a JVM to start ("
          + how
          + "). Give it more with -Drnn.argLine=-Xmx256m, or leave -Xmx out."
          + lines(outcome.tail());
    }
    if (tail.contains("Could not reserve enough space")
        || tail.contains("insufficient memory")
        || tail.contains("exceeds the maximum representable size")) {
      return "The worker JVM did not get the memory that it asked the system for ("
          + how
          + "). Free memory, or ask for less with a smaller -Drnn.argLine=-Xmx…."
          + lines(outcome.tail());
    }
    if (tail.contains("OutOfMemoryError")) {
      return "The worker ran out of memory (" + how + "). " + MORE_MEMORY + lines(outcome.tail());
    }
    if (tail.contains("UnsupportedClassVersionError")
        || tail.contains("Unrecognized option: --add-modules")) {
      return "The worker JVM "
          + java.executable()
          + " is too old; expected JDK 17 or later. Point -Drnn.jvm to a newer java."
          + lines(outcome.tail());
    }
    if (tail.contains("Could not create the Java Virtual Machine")
        || tail.contains("initialization of VM")
        || tail.contains("initialization of boot layer")
        || tail.contains("Could not find or load main class")) {
      return "The worker JVM "
          + java.executable()
          + " did not start ("
          + how
          + "). Correct the flags in -Drnn.argLine, or choose another JVM with -Drnn.jvm."
          + lines(outcome.tail());
    }
    if (outcome.exitCode() > 128) {
      return bySignal(outcome, outcome.exitCode() - 128);
    }
    if (!outcome.isHeard()) {
      return "The worker did not start: found the program "
          + java.executable()
          + ", which ended with "
          + how
          + ", expected the java launcher of a JDK 17 or later. Correct -Drnn.jvm, or leave it out"
          + " to use the JDK that runs Maven."
          + lines(outcome.tail());
    }
    return "The worker ended before its work was done (" + how + ")." + lines(outcome.tail());
  }

  private static String bySignal(WorkerOutcome outcome, int signal) {
    String killed =
        "exit code "
            + outcome.exitCode()
            + ": killed with signal "
            + signal
            + (SIGNALS.containsKey(signal) ? ", " + SIGNALS.get(signal) : "");
    return switch (signal) {
      case SIGKILL ->
          "The worker was killed ("
              + killed
              + "), often by the system when memory ran out. Free memory, or lower the worker's"
              + " share of it with a smaller -Drnn.argLine=-Xmx…."
              + lines(outcome.tail());
      case 1, 2, 15 -> "The worker was stopped (" + killed + ").";
      default ->
          "The worker JVM crashed ("
              + killed
              + "). "
              + (outcome.crashReport() == null
                  ? "It left no report."
                  : "Its report is " + outcome.crashReport() + ".")
              + " Try another JDK with -Drnn.jvm, or the backend scalar with"
              + " -Drnn.set.backend.name=scalar."
              + lines(outcome.tail());
    };
  }

  private static String lines(List<String> tail) {
    return tail.stream().map(line -> "\n  | " + Printable.line(line)).collect(Collectors.joining());
  }
}
