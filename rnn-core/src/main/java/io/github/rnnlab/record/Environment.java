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
 * {@code environment.json}: all about a run that may differ between two runs with equal reports.
 *
 * @param version of this software
 * @param gitRevision the commit of the experiment's directory; absent outside a repository
 * @param started when this process started to train, in UTC
 * @param seconds of training, evaluation included, in this process and those that it went on from
 * @param charactersPerSecond predictions learnt from per second
 * @param corpus where the text came from
 * @param backend the backend that ran
 * @param threads that it used
 * @param machine what it ran on
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

    /** Describes the machine that this runs on. */
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

  /** Writes the file, whole or not at all. */
  public void write(Path file) {
    AtomicFile.write(file, Json.pretty(this));
  }
}
