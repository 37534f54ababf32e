package io.github.rnnlab.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A standalone cluster of Spark on the loopback interface: a Master and Workers, each a process of
 * its own, with one executor core per Worker. They run the jars of the test's class path, linked
 * into a directory as Spark expects it. Closing ends every process, executors as well.
 */
final class Cluster implements AutoCloseable {
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final long MILLIS_BETWEEN_LOOKS = 50;

  private final Path home;
  private final List<Process> workers = new ArrayList<>();
  private final Process masterProcess;
  private final String master;

  private Cluster(Path home, Path jdk) throws IOException {
    this.home = home;
    Path log = home.resolve("master.log");
    masterProcess =
        start(
            log,
            jdk,
            "org.apache.spark.deploy.master.Master",
            List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"));
    try {
      master = awaitLine(masterProcess, log, MASTER).group(1);
    } catch (AssertionError | IOException e) {
      masterProcess.destroyForcibly();
      throw e;
    }
  }

  /**
   * Starts a cluster and waits until its Workers have registered.
   *
   * @param directory of the cluster's files; empty
   * @param workers their number
   */
  static Cluster start(Path directory, int workers) throws IOException {
    return start(directory, workers, Path.of(System.getProperty("java.home")));
  }

  /** Starts a cluster whose executors have the JDK in some directory. */
  static Cluster start(Path directory, int workers, Path jdk) throws IOException {
    Path jars = Files.createDirectories(directory.resolve("jars"));
    for (Path jar : sparkJars()) {
      Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
    }
    Cluster cluster = new Cluster(directory, jdk);
    try {
      for (int i = 0; i < workers; i++) {
        cluster.addWorker(jdk);
      }
      for (int i = 0; i < workers; i++) {
        cluster.awaitLine(
            cluster.workers.get(i), cluster.log(i), Pattern.compile("Successfully registered"));
      }
      return cluster;
    } catch (AssertionError | IOException e) {
      cluster.close();
      throw e;
    }
  }

  /** Returns the jars of Spark on the class path of the tests: all but ours and those of tests. */
  private static List<Path> sparkJars() {
    String classpath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
    return Arrays.stream(classpath.split(File.pathSeparator))
        .map(Path::of)
        .filter(path -> path.getFileName().toString().endsWith(".jar"))
        .filter(path -> !path.getFileName().toString().matches("(rnn-|junit|assertj|surefire).*"))
        .filter(path -> !path.toString().replace('\\', '/').contains("/tools/jackson/"))
        .toList();
  }

  private void addWorker(Path jdk) throws IOException {
    int i = workers.size();
    workers.add(
        start(
            log(i),
            jdk,
            "org.apache.spark.deploy.worker.Worker",
            List.of(
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--webui-port",
                "0",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                home.resolve("work" + i).toString(),
                master)));
  }

  /** Returns the address of the Master. */
  String master() {
    return master;
  }

  /** Kills a Worker and its executors with SIGKILL, as if its machine were gone. */
  void kill(int worker) throws InterruptedException {
    List<ProcessHandle> all = processes(workers.get(worker));
    for (ProcessHandle process : all) {
      boolean unused = process.destroyForcibly();
    }
    for (ProcessHandle process : all) {
      process.onExit().join();
    }
  }

  /** Kills the executors of a Worker, which starts others. */
  void killExecutors(int worker) {
    for (ProcessHandle process : workers.get(worker).descendants().toList()) {
      boolean unused = process.destroyForcibly();
    }
  }

  /** Returns whether a Worker has a running executor. */
  boolean hasExecutor(int worker) {
    return workers.get(worker).descendants().findAny().isPresent();
  }

  /** Returns all running processes of the cluster. */
  List<ProcessHandle> processes() {
    List<ProcessHandle> all = new ArrayList<>(processes(masterProcess));
    workers.forEach(worker -> all.addAll(processes(worker)));
    return all;
  }

  private static List<ProcessHandle> processes(Process parent) {
    return Stream.concat(Stream.of(parent.toHandle()), parent.descendants())
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>(processes());
    // A Worker that is told to end ends its executors; one that does not is killed with them.
    Collections.reverse(workers);
    workers.forEach(Process::destroy);
    masterProcess.destroy();
    for (ProcessHandle process : all) {
      try {
        var unused = process.onExit().get(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        process.destroyForcibly();
      } catch (ExecutionException | TimeoutException e) {
        process.destroyForcibly();
        process.onExit().join();
      }
    }
  }

  private Path log(int worker) {
    return home.resolve("worker" + worker + ".log");
  }

  private Process start(Path log, Path jdk, String main, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dspark.master.rest.enabled=false",
            "-cp",
            home.resolve("jars") + "/*",
            main));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("SPARK_"));
    environment.put("SPARK_HOME", home.toString());
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    // Without a directory of Spark's build, its launcher cannot find out.
    environment.put("SPARK_SCALA_VERSION", "2.13");
    environment.put("JAVA_HOME", jdk.toString());
    return builder.start();
  }

  private Matcher awaitLine(Process process, Path log, Pattern line) throws IOException {
    long end = System.nanoTime() + LONGEST_START.toNanos();
    while (true) {
      String text = Files.exists(log) ? Files.readString(log) : "";
      Matcher found = line.matcher(text);
      if (found.find()) {
        return found;
      }
      if (!process.isAlive() || System.nanoTime() - end > 0) {
        throw new AssertionError("no " + line + " in\n" + text);
      }
      try {
        Thread.sleep(MILLIS_BETWEEN_LOOKS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }
}
