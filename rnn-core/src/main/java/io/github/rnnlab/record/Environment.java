package io.github.rnnlab.record;

import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code environment.json}: everything about a run that may differ between runs with equal reports.
 *
 * @param version of this software
 * @param gitRevision the commit of the experiment's directory; absent outside a repository
 * @param started when this process started training, in UTC
 * @param seconds the training time including evaluation, in this and former processes of the run
 * @param charactersPerSecond trained predictions per second
 * @param corpus the source of the text
 * @param backend the name of the backend
 * @param threads the number of threads
 * @param device the device of a tolerant backend; absent for an exact one
 * @param library the library of a tolerant backend; absent for an exact one
 * @param machine the machine
 */
public record Environment(
    String version,
    @Nullable String gitRevision,
    String started,
    double seconds,
    double charactersPerSecond,
    String corpus,
    String backend,
    int threads,
    @Nullable String device,
    @Nullable String library,
    Machine machine) {

  /** The machine and its JVM. */
  public record Machine(
      String cpu,
      int processors,
      String os,
      String architecture,
      String jdk,
      String jvm,
      long maxHeapBytes) {

    /** Describes the current machine. */
    public static Machine current() {
      Runtime runtime = Runtime.getRuntime();
      return new Machine(
          cpuName(),
          runtime.availableProcessors(),
          System.getProperty("os.name") + " " + System.getProperty("os.version"),
          System.getProperty("os.arch"),
          Runtime.version().toString(),
          System.getProperty("java.vm.name") + " by " + System.getProperty("java.vendor"),
          runtime.maxMemory());
    }

    private static String cpuName() {
      try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
        return lines
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("unknown");
      } catch (IOException e) {
        Interruption.rethrow(e);
        return "unknown";
      }
    }
  }

  /** Writes the file atomically. */
  public void write(Path file) {
    AtomicFile.write(file, Json.pretty(this));
  }
}
