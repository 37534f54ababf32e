package io.github.rnnlab.walkthrough;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The JDK's JShell as the walkthrough starts it. It reads the code line by line, as it reads what
 * somebody pastes.
 *
 * @param directory where it runs
 * @param classPath its class path
 */
record Shell(Path directory, Path classPath) {
  private static final long LONGEST_MINUTES = 20;
  private static final String END = "## end of block ";

  /** Runs blocks of code in one session, and returns what each prints, in whole lines. */
  List<String> run(List<String> blocks) throws IOException, InterruptedException {
    StringBuilder input = new StringBuilder();
    for (int i = 0; i < blocks.size(); i++) {
      input.append(blocks.get(i)).append("System.out.println(\"").append(END).append(i);
      input.append("\");\n");
    }
    Path script = Files.createTempFile("walkthrough", ".jsh");
    Path output = Files.createTempFile("walkthrough", ".txt");
    try {
      Files.writeString(script, input);
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jshell").toString(),
                  "-s",
                  "--class-path",
                  classPath.toString(),
                  "--add-modules",
                  "jdk.incubator.vector",
                  "-")
              .directory(directory.toFile())
              .redirectInput(script.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
          throw new IOException("JShell ran for " + LONGEST_MINUTES + " minutes");
        }
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      return split(Files.readString(output, StandardCharsets.UTF_8), blocks.size());
    } finally {
      Files.delete(script);
      Files.delete(output);
    }
  }

  private static List<String> split(String output, int blocks) throws IOException {
    String rest = output.replace("\r\n", "\n");
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < blocks; i++) {
      String[] halves = rest.split(Pattern.quote(END + i + "\n"), 2);
      if (halves.length < 2) {
        throw new IOException("JShell ended in block " + i + ", after\n" + output);
      }
      outputs.add(halves[0]);
      rest = halves[1];
    }
    return outputs;
  }
}
