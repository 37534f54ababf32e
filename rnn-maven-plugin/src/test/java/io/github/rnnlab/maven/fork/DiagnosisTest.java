package io.github.rnnlab.maven.fork;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.worker.Event.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
  private static final JavaRuntime JAVA = new JavaRuntime(Path.of("bin/java"), 17, true);

  @Test
  void passesOnWhatTheWorkerSaid() {
    assertThat(of(1, new Failure(Failure.Kind.BROKEN_RUN, "Disk full. Free space.")))
        .isEqualTo("Disk full. Free space.");
    assertThat(of(1, new Failure(Failure.Kind.OUT_OF_MEMORY, "Its heap of 64 MB is too small.")))
        .isEqualTo("Its heap of 64 MB is too small.");
  }

  @Test
  void showsTheStackTraceOfADefect() {
    assertThat(of(1, new Failure(Failure.Kind.DEFECT, "java.lang.Error: x"), "at A.b(A.java:1)"))
        .contains("java.lang.Error: x", "\n  | at A.b(A.java:1)");
  }

  @Test
  void showsNoControlCharacterThatTheWorkerPrinted() {
    assertThat(of(1, new Failure(Failure.Kind.DEFECT, "Error: \u001b[2J\n"), "\u009b2Jat\u202e"))
        .contains("Error: \\u001b[2J\\n", "\n  | \\u009b2Jat\\u202e")
        .doesNotContain("\u001b", "\u009b", "\u202e");
  }

  @Test
  void namesTheSignal() {
    assertThat(of(137, null))
        .contains(
            "exit code 137: killed with signal 9, SIGKILL), often by the system when memory ran"
                + " out")
        .contains("-Drnn.argLine=-Xmx");
    assertThat(of(139, null)).contains("crashed (exit code 139: killed with signal 11, SIGSEGV)");
    assertThat(of(130, null))
        .isEqualTo("The worker was stopped (exit code 130: killed with signal 2, SIGINT).");
  }

  @Test
  void knowsAHeapThatIsTooSmallEvenToStart() {
    assertThat(
            of(
                1,
                null,
                "Error occurred during initialization of VM",
                "GC triggered before VM initialization completed. Try increasing NewSize"))
        .startsWith(
            "The worker's heap is too small for a JVM to start (exit code 1). Give it more with"
                + " -Drnn.argLine=-Xmx256m");
    assertThat(of(1, null, "Error occurred during initialization of VM", "Too small maximum heap"))
        .startsWith("The worker's heap is too small for a JVM to start");
  }

  /** A heap that is larger than the machine is not mended by a larger one. */
  @Test
  void knowsAHeapThatTheMachineDoesNotHave() {
    assertThat(
            of(
                1,
                null,
                "Error occurred during initialization of VM",
                "Could not reserve enough space for 1048576000KB object heap"))
        .startsWith("The worker JVM did not get the memory that it asked the system for")
        .contains("ask for less with a smaller -Drnn.argLine=-Xmx…");
  }

  /** Nobody knows here how large the heap was, so no number may stand here that could be less. */
  @Test
  void neverAdvisesAHeapThatMayBeSmallerThanTheOneThatWasThere() {
    assertThat(of(1, null, "java.lang.OutOfMemoryError: Java heap space"))
        .startsWith("The worker ran out of memory (exit code 1). Give it more with")
        .doesNotContainPattern("-Xmx\\d");
    assertThat(of(137, null)).doesNotContainPattern("-Xmx\\d");
  }

  @Test
  void knowsBadFlagsAndOldJava() {
    assertThat(
            of(
                1,
                null,
                "Unrecognized VM option 'X'",
                "Error: Could not create the Java Virtual Machine."))
        .startsWith("The worker JVM " + JAVA.executable() + " did not start (exit code 1).")
        .contains("-Drnn.argLine", "'X'");
    assertThat(
            of(
                1,
                null,
                "Unrecognized option: --add-modules",
                "Error: Could not create the Java Virtual Machine."))
        .contains("is too old; expected JDK 17 or later");
  }

  @Test
  void doesNotTakeSilenceForSuccess() {
    WorkerOutcome silent = new WorkerOutcome(0, true, false, null, false, List.of(), null);
    assertThat(silent.succeeded()).isFalse();
    assertThat(Diagnosis.of(silent, JAVA, Duration.ZERO))
        .isEqualTo("The worker ended before its work was done (exit code 0).");
  }

  @Test
  void namesAProgramThatIsNoJava() {
    WorkerOutcome foreign =
        new WorkerOutcome(2, false, false, null, false, List.of("ls: invalid option -- 'X'"), null);
    assertThat(Diagnosis.of(foreign, JAVA, Duration.ZERO))
        .isEqualTo(
            "The worker did not start: found the program "
                + JAVA.executable()
                + ", which ended with exit code 2, expected the java launcher of a JDK 17 or later."
                + " Correct -Drnn.jvm, or leave it out to use the JDK that runs Maven."
                + "\n  | ls: invalid option -- 'X'");
  }

  @Test
  void tellsOfTheTimeLimitFirst() {
    WorkerOutcome late = new WorkerOutcome(130, true, false, null, true, List.of(), null);
    assertThat(Diagnosis.of(late, JAVA, Duration.ofSeconds(60))).contains("60 s", "-Drnn.timeout");
  }

  private static String of(int exitCode, @Nullable Failure failure, String... tail) {
    return Diagnosis.of(
        new WorkerOutcome(exitCode, true, false, failure, false, List.of(tail), null),
        JAVA,
        Duration.ZERO);
  }
}
