package io.github.rnnlab.maven.fork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rnnlab.worker.Event;
import io.github.rnnlab.worker.Goal;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs small stand-ins for the worker, each in a JVM of its own. */
class WorkerProcessTest {
  private static final int MANY = 20_000;
  private static final Duration STOP_TIME = Duration.ofMillis(300);

  @TempDir Path directory;

  private final List<Event> events = new ArrayList<>();
  private final List<String> log = new ArrayList<>();

  /** Tells events while another thread prints to the same stream. */
  static final class Chatterbox {
    private Chatterbox() {}

    public static void main(String[] arguments) throws Exception {
      String request =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      OutputStream out = new FileOutputStream(FileDescriptor.out);
      Thread noise =
          new Thread(
              () -> {
                try (OutputStream stray = new FileOutputStream(FileDescriptor.out)) {
                  for (int i = 0; i < MANY; i++) {
                    stray.write((i % 2 == 0 ? "stray" : "line\n").getBytes(StandardCharsets.UTF_8));
                  }
                  Thread.sleep(Long.MAX_VALUE); // Closing would close the events' stream too.
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      noise.setDaemon(true);
      noise.start();
      for (int i = 0; i < MANY; i++) {
        out.write(new Event.Note(request + " " + i).toBytes());
      }
      out.write(new Event.Bye().toBytes());
    }
  }

  /** Tells its process id and never ends, whatever it is told. */
  static final class Deaf {
    private Deaf() {}

    public static void main(String[] arguments) throws InterruptedException {
      System.out.println(ProcessHandle.current().pid());
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  /** Saves when it is told to stop, and says so; it ignores signals, as a slow save would. */
  static final class Saver {
    private Saver() {}

    public static void main(String[] arguments) throws Exception {
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      input.readLine(); // The request.
      OutputStream out = new FileOutputStream(FileDescriptor.out);
      out.write(new Event.Note("trains").toBytes());
      String line = input.readLine();
      Thread.sleep(300);
      if ("stop".equals(line)) {
        out.write(new Event.Stopped(3, 9).toBytes());
      }
      Runtime.getRuntime().halt(130);
    }
  }

  /** A build that runs a worker, and says all that it hears. */
  static final class Builder {
    private Builder() {}

    /** An argument leaves SIGINT to the system, as the terminal of Maven 4 does. */
    public static void main(String[] arguments) throws Exception {
      if (arguments.length > 1) {
        Class<?> signals = Class.forName("sun.misc.Signal");
        Class<?> handlers = Class.forName("sun.misc.SignalHandler");
        signals
            .getMethod("handle", signals, handlers)
            .invoke(
                null,
                signals.getConstructor(String.class).newInstance("INT"),
                handlers.getField("SIG_DFL").get(null));
      }
      WorkerListener told =
          new WorkerListener() {
            @Override
            public void event(Event event) {
              System.out.println(event);
            }

            @Override
            public void stray(String line) {}

            @Override
            public void stopped(boolean inOrder) {
              System.out.println("stopped in order: " + inOrder);
            }
          };
      try {
        WorkerProcess.run(
            command(Saver.class, Path.of(arguments[0])), "", Stream.empty(), Duration.ZERO, told);
      } finally {
        System.out.println("the build goes on");
        Runtime.getRuntime().addShutdownHook(new Thread());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM,", "INT,", "INT,maven4"})
  void aBuildThatASignalEndsSavesAndSaysNothingAfterItsLastWord(String signal, String terminal)
      throws Exception {
    assumeTrue(signal.equals("TERM") || reachesInterrupt(), "this process ignores SIGINT");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-classpath",
                System.getProperty("java.class.path"),
                Builder.class.getName(),
                directory.toString()));
    if (terminal != null) {
      command.add(terminal);
    }
    Process build = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader output = build.inputReader(StandardCharsets.UTF_8);
    assertThat(output.readLine()).isEqualTo("Note[line=trains]");
    new ProcessBuilder("kill", "-" + signal, Long.toString(build.pid())).start().waitFor();
    assertThat(output.lines())
        .containsExactly("Stopped[step=3, steps=9]", "stopped in order: true");
    assertThat(build.waitFor()).isEqualTo(signal.equals("TERM") ? 143 : 130);
  }

  /** What starts in the background of a shell ignores SIGINT, and so does all that it starts. */
  private static boolean reachesInterrupt() throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", "kill -INT $$; exit 0").start().waitFor() != 0;
  }

  private class Recorder implements WorkerListener {
    @Override
    public void event(Event event) {
      events.add(event);
    }

    @Override
    public void stray(String line) {
      log.add(line);
    }

    @Override
    public void stopped(boolean inOrder) {}
  }

  @Test
  void takesEveryEventOutOfStrayOutput() throws InterruptedException {
    WorkerOutcome outcome = run(Chatterbox.class, Duration.ZERO);

    assertThat(outcome.succeeded()).isTrue();
    assertThat(events).hasSize(MANY);
    for (int i = 0; i < MANY; i++) {
      assertThat(events.get(i)).isEqualTo(new Event.Note("höre " + i));
    }
    assertThat(log).isNotEmpty().noneMatch(line -> line.contains(Event.PREFIX));
    assertThat(outcome.tail()).hasSizeLessThanOrEqualTo(30);
  }

  @Test
  void endsAWorkerThatDoesNotListenWhenItsTimeIsOver() throws InterruptedException {
    WorkerOutcome outcome = run(Deaf.class, Duration.ofMillis(500));

    assertThat(outcome.timedOut()).isTrue();
    assertThat(outcome.succeeded()).isFalse();
    assertThat(outcome.exitCode()).isGreaterThan(0);
  }

  @Test
  void hearsNothingOfAProgramThatIsNoJava() throws InterruptedException {
    Path foreign = Path.of("/bin/sh");
    assumeTrue(Files.isExecutable(foreign), "there is no " + foreign);
    WorkerCommand java = command(Deaf.class);
    WorkerCommand command =
        new WorkerCommand(
            java.main(),
            JavaRuntime.at(foreign, "rnn.jvm"),
            java.classpath(),
            java.goal(),
            java.argLine(),
            directory,
            directory,
            null);
    WorkerOutcome outcome =
        WorkerProcess.run(command, "", Stream.empty(), Duration.ZERO, STOP_TIME, new Recorder());
    assertThat(outcome.succeeded()).isFalse();
    assertThat(Diagnosis.of(outcome, command.java(), Duration.ZERO))
        .startsWith("The worker did not start: found the program /bin/sh, which ended with")
        .contains("expected the java launcher of a JDK 17 or later");
  }

  @Test
  void leavesNoWorkerBehindWhenRenderingFails() {
    Recorder broken =
        new Recorder() {
          @Override
          public void stray(String line) {
            super.stray(line);
            throw new IllegalStateException("no console");
          }
        };
    assertThatThrownBy(
            () ->
                WorkerProcess.run(
                    command(Deaf.class), "", Stream.empty(), Duration.ZERO, STOP_TIME, broken))
        .hasMessage("no console");
    assertThat(isAlive(log.get(0))).isFalse();
  }

  private WorkerOutcome run(Class<?> main, Duration timeout) throws InterruptedException {
    return WorkerProcess.run(
        command(main), "höre", Stream.empty(), timeout, STOP_TIME, new Recorder());
  }

  private WorkerCommand command(Class<?> main) {
    return command(main, directory);
  }

  static WorkerCommand command(Class<?> main, Path directory) {
    List<Path> classpath = new ArrayList<>();
    for (String entry :
        System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1)) {
      classpath.add(Path.of(entry));
    }
    return new WorkerCommand(
        main.getName(),
        JavaRuntime.at(Path.of(System.getProperty("java.home")), "java.home"),
        classpath,
        Goal.TRAIN,
        List.of(),
        directory,
        directory,
        null);
  }

  private static boolean isAlive(String pid) {
    return ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false);
  }
}
