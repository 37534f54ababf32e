package io.github.rnnlab.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Starts workers as Maven does, each in a JVM of its own. */
final class WorkerFork {
  private WorkerFork() {}

  /** Starts a worker and hands it its request; its log goes to a file. */
  static Process start(WorkerRequest request, Path log) throws IOException {
    Process worker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-XX:TieredStopAtLevel=1",
                "-classpath",
                System.getProperty("java.class.path"),
                Worker.class.getName(),
                Long.toString(ProcessHandle.current().pid()))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    OutputStream input = worker.getOutputStream();
    input.write((request.toLine() + "\n").getBytes(StandardCharsets.UTF_8));
    input.flush();
    return worker;
  }
}
