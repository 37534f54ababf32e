package io.github.rnnlab.maven.fork;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.launch.InProcess;
import io.github.rnnlab.launch.Launcher;
import io.github.rnnlab.plan.SweepFile;
import io.github.rnnlab.plan.SweepPlan;
import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.run.ProgressListener;
import io.github.rnnlab.setting.Overrides;
import io.github.rnnlab.sweep.RunResult;
import io.github.rnnlab.sweep.Sweep;
import io.github.rnnlab.sweep.SweepListener;
import io.github.rnnlab.sweep.SweepReport;
import io.github.rnnlab.sweep.SweepRun;
import io.github.rnnlab.worker.Event;
import io.github.rnnlab.worker.Goal;
import io.github.rnnlab.worker.SystemProperties;
import io.github.rnnlab.workplace.Workplace;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a sweep of 24 runs with all its workers, twice: what it leaves in the end is the same tree
 * of files as that of one run after the other in one JVM.
 */
class SweepKillTest {
  private static final int RUNS = 24;

  /** What tells when and how fast a run was trained. */
  private static final List<String> WITH_TIMES = List.of("environment.json", "report.html");

  @TempDir Path directory;

  /**
   * A build that carries out the sweep, two workers side by side, and says which runs have ended.
   */
  static final class Build {
    private Build() {}

    public static void main(String[] arguments) throws Exception {
      Path directory = Path.of(arguments[0]);
      List<Path> classpath =
          Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
              .map(Path::of)
              .toList();
      WorkerCommand command =
          new WorkerCommand(
              WorkerCommand.WORKER,
              JavaRuntime.at(Path.of(System.getProperty("java.home")), "java.home"),
              classpath,
              Goal.TRAIN,
              List.of("-XX:TieredStopAtLevel=1", "-XX:ActiveProcessorCount=1"),
              directory,
              directory,
              null);
      WorkerListener silent =
          new WorkerListener() {
            @Override
            public void event(Event event) {}

            @Override
            public void stray(String line) {
              System.err.println(line);
            }

            @Override
            public void stopped(boolean inOrder) {}
          };
      SweepReport report =
          sweep(directory, "killed")
              .run(
                  new Forked(
                      order -> command,
                      new SystemProperties(Map.of()),
                      Duration.ofMinutes(1),
                      silent),
                  2,
                  new Told());
      System.out.println("report of " + report.trials().size());
    }
  }

  /** Says on standard output what has ended. */
  private static final class Told implements SweepListener {
    @Override
    public void rung(int rung, int rungs, int trials, int runs) {}

    @Override
    public ProgressListener began(SweepRun run) {
      return new ProgressListener() {
        @Override
        public void epochDone(EpochLoss epoch) {}
      };
    }

    @Override
    public void ended(SweepRun run, RunResult result, boolean trained) {
      System.out.println((trained ? "trained " : "found ") + run.address() + result.status());
    }
  }

  @Test
  @Timeout(300)
  void aSweepThatIsKilledTwiceEndsInTheSameTreeOfFiles() throws Exception {
    Files.writeString(
        directory.resolve("play.txt"),
        "so long lives this, and this gives life to thee; nor shall death brag. ".repeat(6));
    Files.writeString(
        directory.resolve("play.json"),
        """
        {"name": "play", "corpus": {"file": "play.txt"},
         "prepare": {"sequenceLength": 10, "stride": 10, "validationFraction": 0.15},
         "model": {"hiddenSize": 8}, "training": {"epochs": 2, "batchSize": 4},
         "generation": {"prompt": "so", "length": 10}, "backend": {"name": "scalar"}}
        """);
    try (Launcher here = new InProcess()) {
      SweepReport inPeace = sweep(directory, "calm").run(here, 1, new Told());
      assertThat(inPeace.failures()).isEmpty();
    }
    List<String> trained = new ArrayList<>();
    trained.addAll(ended(5));
    trained.addAll(ended(6));
    trained.addAll(ended(Integer.MAX_VALUE));
    assertThat(trained).last().isEqualTo("report of 8");
    trained.removeIf(line -> !line.startsWith("trained "));
    assertThat(trained).doesNotHaveDuplicates().allMatch(line -> line.endsWith("finished"));
    // A run may have left its files just before its build could say so.
    assertThat(trained).hasSizeBetween(RUNS - 4, RUNS);
    Map<String, String> calm = files("calm");
    Map<String, String> killed = files("killed");
    assertThat(killed.keySet()).isEqualTo(calm.keySet());
    calm.forEach((file, content) -> assertThat(killed.get(file)).as(file).isEqualTo(content));
  }

  /** Runs a build to its end, or kills it and its workers when so many runs have been trained. */
  private List<String> ended(int most) throws Exception {
    Process build =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-classpath",
                System.getProperty("java.class.path"),
                Build.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines = new ArrayList<>();
    int trained = 0;
    try (BufferedReader output = build.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        trained += line.startsWith("trained ") ? 1 : 0;
        if (trained == most && build.isAlive()) {
          List<ProcessHandle> workers = stopped(build);
          build.toHandle().destroyForcibly(); // What it has said can still be read.
          build.waitFor();
          workers.forEach(ProcessHandle::destroyForcibly);
          for (ProcessHandle worker : workers) {
            worker.onExit().join();
          }
        }
      }
    }
    int exitCode = build.waitFor();
    assertThat(exitCode).isEqualTo(most == Integer.MAX_VALUE ? 0 : 128 + 9);
    return lines;
  }

  /** Stops a build while it has workers, so that it can start no other, and returns these. */
  private static List<ProcessHandle> stopped(Process build) throws Exception {
    while (true) {
      signal("STOP", build);
      List<ProcessHandle> workers = build.descendants().toList();
      if (!workers.isEmpty()) {
        return workers;
      }
      signal("CONT", build); // Two have ended, and the next two are about to start.
    }
  }

  private static void signal(String name, Process process) throws Exception {
    int exitCode =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    assertThat(exitCode).isZero();
  }

  private static Sweep sweep(Path directory, String output) {
    SweepFile file =
        SweepFile.parse(
            """
            {"base": "play", "seeds": [1, 2, 3],
             "grid": {"model.cell": ["vanilla", "gru"], "training.batchSize": [4, 5],
              "training.optimizer.learningRate": [0.001, 0.01]}}
            """,
            "x.sweep.json");
    SweepPlan plan = SweepPlan.of(file, directory, Overrides.NONE, RUNS);
    Workplace workplace = Workplace.of(directory, directory, "1").offline(true);
    return new Sweep(plan, directory.resolve(output), config -> workplace, false);
  }

  /**
   * Returns the content of all files by their names, but not what tells when and how fast a run was
   * trained: the environment, the page that shows it, and the hash of it.
   */
  private Map<String, String> files(String output) throws IOException {
    Path root = directory.resolve(output);
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        files.put(
            root.relativize(file).toString(),
            WITH_TIMES.contains(name)
                ? ""
                : name.equals("fingerprints.json")
                    ? content.replaceAll("\"(environment.json|digest)\" : \"[0-9a-f]{64}\"", "$1")
                    : content);
      }
    }
    return files;
  }
}
