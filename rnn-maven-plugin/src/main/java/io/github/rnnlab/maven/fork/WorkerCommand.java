package io.github.rnnlab.maven.fork;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.SystemEncoding;
import io.github.rnnlab.tensor.Backends;
import io.github.rnnlab.worker.Goal;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The command of a worker JVM.
 *
 * @param main the name of the main class, which only the worker loads
 * @param java the JVM
 * @param classpath rnn-core, perhaps a backend in a module of its own, and their dependencies
 * @param goal the goal of the worker
 * @param argLine the user's JVM flags; they come last and take precedence
 * @param directory the worker's current directory
 * @param files the directory of crash reports, such as {@code target/rnn}
 * @param nativeThreads the number of threads of native libraries; null for a worker that loads none
 */
public record WorkerCommand(
    String main,
    JavaRuntime java,
    List<Path> classpath,
    Goal goal,
    List<String> argLine,
    Path directory,
    Path files,
    @Nullable Integer nativeThreads) {
  /** The main class of a worker for one experiment. */
  public static final String WORKER = "io.github.rnnlab.worker.Worker";

  /** The main class of a worker that carries out runs on Spark. */
  public static final String SPARK = "io.github.rnnlab.spark.Driver";

  private static final Pattern COLLECTOR = Pattern.compile("-XX:[+-]Use\\w*GC\\b");

  /** Environment variables with flags for every JVM. */
  private static final Set<String> MACHINE_FLAGS = Set.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

  /** Environment variables with the arguments of Maven and its JVM. */
  private static final Set<String> MAVENS_OWN =
      Set.of("MAVEN_OPTS", "MAVEN_ARGS", "MAVEN_CMD_LINE_ARGS");

  /** The first JDK that warns of native libraries and of memory that a library takes by itself. */
  private static final int WARNS_OF_NATIVE_CODE = 24;

  /** Environment variables with the number of threads of OpenMP, and of OpenBLAS. */
  private static final List<String> NATIVE_THREADS =
      List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS");

  /** Returns all flags of the worker JVM. */
  private List<String> flags() {
    List<String> flags = new ArrayList<>();
    if (java.hasVectorModule() && goal != Goal.PREPARE) {
      // The Vector API is an incubator module, which must be asked for. The JVM then starts later,
      // without its archive of modules, and preparing computes nothing.
      flags.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    }
    // A crash report goes where `mvn clean` finds it; %p becomes the process id, %% a percent sign.
    flags.add(
        "-XX:ErrorFile=" + files.toString().replace("%", "%%") + File.separator + "hs_err_%p.log");
    if (goal == Goal.PREPARE) {
      // Compiles the step of SHA-256 to the processor's own instructions from its first calls on,
      // not from its 5,000th: for 100 MB of text it saves a tenth of the time.
      flags.add("-XX:CompileCommand=quiet");
      flags.add(
          "-XX:CompileCommand=CompileThresholdScaling,sun.security.provider.SHA2::implCompress,0.01");
    }
    if (goal == Goal.TRAIN || goal == Goal.VERIFY) {
      flags.addAll(Backends.jvmFlags());
      // Training leaves next to nothing to collect, and runs 3 to 8 % faster than with the JVM's
      // usual collector. A JVM that is told two collectors does not start.
      if (!namesCollector(argLine, System.getenv())) {
        flags.add("-XX:+UseSerialGC");
      }
    }
    if (nativeThreads != null && java.feature() >= WARNS_OF_NATIVE_CODE) {
      flags.add("--enable-native-access=ALL-UNNAMED");
      flags.add("--sun-misc-unsafe-memory-access=allow");
    }
    // The archive of JDK classes if it fits, silence if it does not.
    flags.add("-Xshare:auto");
    flags.add("-Djava.awt.headless=true");
    return flags;
  }

  /** Returns whether the flags of the user or of the machine name a garbage collector. */
  static boolean namesCollector(List<String> argLine, Map<String, String> environment) {
    return Stream.concat(argLine.stream(), MACHINE_FLAGS.stream().map(environment::get))
        .filter(Objects::nonNull)
        .anyMatch(flags -> COLLECTOR.matcher(flags).find());
  }

  /**
   * Returns a builder of the worker's process.
   *
   * @throws InvalidInputException if the system's encoding lacks a character of an argument
   */
  ProcessBuilder prepare() {
    List<String> command = new ArrayList<>();
    command.add(java.executable().toString());
    command.addAll(flags());
    command.add("-classpath");
    command.add(
        classpath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.addAll(argLine);
    command.add(main);
    command.add(Long.toString(ProcessHandle.current().pid()));
    for (String argument : command) {
      if (SystemEncoding.lacks(argument)) {
        throw new InvalidInputException(
            "the worker's arguments",
            argument.replaceFirst("(-D[^=]*=).*", "$1..."), // What follows may be a password.
            "characters of " + SystemEncoding.description(),
            SystemEncoding.FIX);
      }
    }
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    // JAVA_TOOL_OPTIONS stays: machines set proxies, certificates and container limits with it for
    // every JVM. JDK_JAVA_OPTIONS goes: it is meant for the launcher that the user calls, here
    // Maven's, and may hold its heap or its debugger's port; the worker has rnn.argLine.
    builder.environment().remove("JDK_JAVA_OPTIONS");
    // What Maven was started with is Maven's own, and may hold passwords.
    builder.environment().keySet().removeAll(MAVENS_OWN);
    if (nativeThreads != null) {
      // Read once, when the libraries are loaded: too early for the worker itself to set.
      NATIVE_THREADS.forEach(name -> builder.environment().put(name, nativeThreads.toString()));
    }
    return builder;
  }
}
