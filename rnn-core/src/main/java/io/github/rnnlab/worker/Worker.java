package io.github.rnnlab.worker;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.experiment.Experiment;
import io.github.rnnlab.file.SystemEncoding;
import io.github.rnnlab.launch.InProcess;
import io.github.rnnlab.launch.Launcher;
import io.github.rnnlab.launch.Order;
import io.github.rnnlab.run.ProgressListener;
import io.github.rnnlab.verify.VerificationRequest;
import io.github.rnnlab.verify.Verifier;
import io.github.rnnlab.worker.Event.Failure;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The main class of the JVM that Maven forks for one experiment.
 *
 * <p>It reads a {@link WorkerRequest} from standard input, runs it and reports {@link Event}s on
 * standard output. All other output goes to standard error. Success is the event {@link Event.Bye}
 * together with exit code 0.
 *
 * <p>To stop it (by the line {@code stop}, SIGINT, SIGTERM or the end of Maven), the experiment's
 * thread is interrupted and has {@value #GRACE_SECONDS} seconds to unwind, so that training is
 * saved and partial files are removed.
 */
public final class Worker {
  static final int GRACE_SECONDS = 10;

  /** Does what the first line asks for. */
  @FunctionalInterface
  private interface Work {
    void carryOut(String request, EventWriter events, Lifeline lifeline);
  }

  private final EventWriter events;
  private final Lifeline lifeline;
  private final Work work;

  /**
   * Prepared before memory can run out, and while the request is read, because a short worker
   * spends most of its time loading the JSON classes.
   */
  private final CompletableFuture<byte[]> outOfMemory =
      CompletableFuture.supplyAsync(() -> outOfMemory("Java heap space").toBytes());

  private final CountDownLatch unwound = new CountDownLatch(1);
  private volatile boolean stopping;

  private Worker(EventWriter events, Lifeline lifeline, Work work) {
    this.events = events;
    this.lifeline = lifeline;
    this.work = work;
  }

  /**
   * Runs one request. The argument is Maven's process id.
   *
   * @throws IOException if Maven's request cannot be read
   */
  public static void main(String[] arguments) throws IOException {
    run(
        arguments,
        (request, events, lifeline) -> carryOut(WorkerRequest.fromLine(request), events, lifeline));
  }

  /**
   * Runs a worker that carries out the orders of Maven, side by side, until they end. The first
   * line has {@link SystemProperties}, and each order is a line {@code order NUMBER ORDER}. The
   * worker tells {@link Event.OfRun} and {@link Event.Ended} of each.
   *
   * @param arguments Maven's process id
   * @param launcher opens what carries the orders out, when the properties are set
   * @throws IOException if Maven's properties cannot be read
   */
  public static void serve(String[] arguments, Supplier<Launcher> launcher) throws IOException {
    run(
        arguments,
        (request, events, lifeline) -> {
          SystemProperties.fromLine(request).set();
          try (Launcher open = launcher.get()) {
            new Orders(open, events, lifeline).carryOut();
          }
        });
  }

  private static void run(String[] arguments, Work work) throws IOException {
    // What the JDK does by the machine's locale, it does the same way in every worker.
    Locale.setDefault(Locale.ROOT);
    EventWriter events = new EventWriter(new FileOutputStream(FileDescriptor.out));
    PrintStream log =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    System.setErr(log);
    System.setOut(log);
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = input.readLine();
    if (line == null) {
      return; // Maven ended before it asked for anything.
    }
    Lifeline lifeline = Lifeline.hold(input, Long.parseLong(arguments[0]));
    int exitCode = new Worker(events, lifeline, work).run(line);
    lifeline.awaitRelease();
    System.exit(exitCode);
  }

  private int run(String line) {
    stopInOrder(Thread.currentThread());
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          report(failure);
          System.exit(1);
        });
    try {
      work.carryOut(line, events, lifeline);
      lifeline.workIsDone();
      events.send(new Event.Bye());
      return 0;
    } catch (Throwable failure) {
      report(failure);
      return 1;
    } finally {
      unwound.countDown();
    }
  }

  private static void carryOut(WorkerRequest request, EventWriter events, Lifeline lifeline) {
    request.systemProperties().set();
    ProgressListener progress = new ProgressEvents(events::send);
    if (request.goal() != Goal.PREPARE) {
      JvmSpeed.notes().forEach(progress::note);
    }
    Order order = request.order();
    Experiment experiment = new Experiment(order.config(), order.workplace(), progress);
    switch (request.goal()) {
      case PREPARE -> experiment.prepare(order.force());
      case TRAIN -> events.send(new Event.Trained(InProcess.train(order, progress)));
      case GENERATE -> {
        TextPieces text = new TextPieces(events::send, System::nanoTime);
        experiment.generate(request.weights(), text);
        text.end();
      }
      case ANSWER -> experiment.answer(request.weights(), new PromptsOfMaven(lifeline, events));
      case EXPORT -> experiment.export();
      case EVALUATE ->
          experiment.evaluate(Objects.requireNonNull(request.evaluation(), "evaluation"));
      case INSPECT ->
          experiment.inspect(Objects.requireNonNull(request.evaluation(), "evaluation"));
      case VERIFY -> {
        VerificationRequest what = Objects.requireNonNull(request.verification(), "verification");
        events.send(
            new Event.Verified(
                new Verifier(order.config(), order.workplace(), what, progress).verify()));
      }
    }
  }

  /** Lets the experiment's thread unwind when the JVM is asked to end. */
  private void stopInOrder(Thread experiment) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stopping = true;
                  experiment.interrupt();
                  try {
                    unwound.await(GRACE_SECONDS, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "orderly stop"));
  }

  private void report(Throwable failure) {
    if (stopping) {
      return; // The interrupt's own consequence; Maven knows that the worker was stopped.
    }
    lifeline.workIsDone();
    try {
      events.send(describe(failure));
    } catch (OutOfMemoryError e) {
      events.send(outOfMemory.join());
    }
  }

  private static Failure outOfMemory(String reason) {
    return new Failure(
        Failure.Kind.OUT_OF_MEMORY, OutOfMemory.describe(reason, Runtime.getRuntime().maxMemory()));
  }

  private static Failure describe(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        return outOfMemory(String.valueOf(cause.getMessage()));
      }
    }
    if (failure instanceof InvalidInputException) {
      return new Failure(Failure.Kind.INVALID_INPUT, String.valueOf(failure.getMessage()));
    }
    if (failure instanceof InvalidPathException path) {
      InvalidInputException refusal = SystemEncoding.refusal("a path", path);
      return new Failure(Failure.Kind.INVALID_INPUT, String.valueOf(refusal.getMessage()));
    }
    failure.printStackTrace();
    if (failure instanceof BrokenRunException) {
      return new Failure(Failure.Kind.BROKEN_RUN, String.valueOf(failure.getMessage()));
    }
    return new Failure(Failure.Kind.DEFECT, failure.toString());
  }
}
