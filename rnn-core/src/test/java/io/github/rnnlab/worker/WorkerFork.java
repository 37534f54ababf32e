package io.github.rnnlab.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts workers as Maven does, each in a JVM of its own. */
final class WorkerFork {
  private WorkerFork() {}

  /**
   * Starts a worker and hands it its request; its log goes to a file.
   *
   * @param options of its JVM
   */
  static Process start(WorkerRequest request, Path log, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(options));
    command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    command.add(Worker.class.getName());
    command.add(Long.toString(ProcessHandle.current().pid()));
    Process worker =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    OutputStream input = worker.getOutputStream();
    input.write((request.toLine() + "\n").getBytes(StandardCharsets.UTF_8));
    input.flush();
    return worker;
  }
}
