package io.github.rnnlab.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.directory.StagedFiles;
import io.github.rnnlab.experiment.Experiment;
import io.github.rnnlab.experiment.RecordedProgress;
import io.github.rnnlab.launch.InProcess;
import io.github.rnnlab.launch.Launcher;
import io.github.rnnlab.launch.Outcome;
import io.github.rnnlab.page.Markup;
import io.github.rnnlab.plan.SweepFile;
import io.github.rnnlab.plan.SweepPlan;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.run.ProgressListener;
import io.github.rnnlab.setting.Overrides;
import io.github.rnnlab.workplace.Workplace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SweepTest {
  private static final String RATES =
      """
      {"base": "play", "seeds": [1, 2],
       "grid": {"training.optimizer.learningRate": [0.0001, 0.01], "model.cell": ["vanilla", "gru"]}}
      """;

  @TempDir Path directory;
  private final AtomicInteger launched = new AtomicInteger();
  private final List<String> ended = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void writeAnExperiment() throws IOException {
    Files.writeString(
        directory.resolve("play.txt"),
        "so long lives this, and this gives life to thee; nor shall death brag. ".repeat(6));
    Files.writeString(
        directory.resolve("play.json"),
        """
        {"name": "play", "corpus": {"file": "play.txt"},
         "prepare": {"sequenceLength": 10, "stride": 10, "validationFraction": 0.15},
         "model": {"hiddenSize": 9}, "training": {"epochs": 4, "batchSize": 4},
         "generation": {"prompt": "so", "length": 30}, "backend": {"name": "scalar"}}
        """);
  }

  @Test
  void twoWorkersLeaveTheBytesOfOneAndTrainNothingTwice() throws Exception {
    SweepReport one = run(RATES, "one", 1);
    assertThat(launched).hasValue(8);
    SweepReport two = run(RATES, "two", 2);
    assertThat(two).isEqualTo(one);
    assertThat(files("two")).isEqualTo(files("one"));
    assertThat(files("one").keySet()).noneMatch(file -> file.contains("checkpoints"));
    assertThat(run(RATES, "two", 2)).isEqualTo(one);
    assertThat(launched).hasValue(16);

    assertThat(one.failures()).isEmpty();
    assertThat(one.ranked()).hasSize(4);
    TrialResult best = one.ranked().get(0);
    assertThat(best.rank()).isEqualTo(1);
    assertThat(best.values().get("training.optimizer.learningRate")).hasToString("0.01");
    assertThat(best.runs()).extracting(RunResult::seed).containsExactly(1L, 2L);
    assertThat(one.effects().get(0).key()).isEqualTo("training.optimizer.learningRate");
    assertThat(files("one").get("sweep.csv"))
        .startsWith("trial,status,rank,rung,seed,run,training.optimizer.learningRate,model.cell,")
        .hasLineCount(9);
  }

  @Test
  void aRunHasTheReportOfThatExperimentAlone() throws Exception {
    SweepReport report = run(RATES, "one", 2);
    RunResult run = report.trials().get(3).runs().get(1);
    Workplace alone = workplace().in(directory.resolve("alone"));
    SweepPlan plan = plan(RATES);
    var config = plan.configs(plan.trials().get(3), 0).get(1);
    RunReport expected = new Experiment(config, alone, new RecordedProgress()).train();
    assertThat(
            RunReport.read(new RunFiles(directory.resolve("one/runs/" + run.address())).report()))
        .isEqualTo(expected);
  }

  @Test
  void aFailedRunStopsNoOtherAndIsTriedAgain() throws Exception {
    String sweep = "{\"base\": \"play\", \"grid\": {\"generation.prompt\": [\"ß<b>\", \"so\"]}}";
    SweepReport report = run(sweep, "out", 2);
    assertThat(report.trials())
        .extracting(TrialResult::status)
        .containsExactly("failed", "finished");
    assertThat(report.trials().get(0).rank()).isNull();
    assertThat(report.failures()).hasSize(1);
    assertThat(report.failures().get(0).message()).contains("generation.prompt");
    assertThat(Files.readString(directory.resolve("out/sweep.html")))
        .contains("ß&lt;b&gt;")
        .doesNotContain("ß<b>");
    run(sweep, "out", 2);
    assertThat(launched).hasValue(3);
  }

  @Test
  void halvingTrainsOnlyTheBestInFull() throws Exception {
    String sweep =
        """
        {"base": "play", "halving": {"fromEpochs": 2, "factor": 2},
         "grid": {"training.optimizer.learningRate": [0.0001, 0.02, 0.01, 0.0002]}}
        """;
    SweepReport report = run(sweep, "out", 2);
    assertThat(launched).hasValue(6);
    assertThat(report.rungs()).containsExactly(2, 4);
    assertThat(report.trials())
        .extracting(TrialResult::status)
        .containsExactly("cut", "finished", "finished", "cut");
    assertThat(report.trials().get(0).runs()).extracting(RunResult::epochs).containsExactly(2);
    assertThat(report.trials().get(1).runs()).extracting(RunResult::epochs).containsExactly(2, 4);
    assertThat(report.ranked()).extracting(TrialResult::status).endsWith("cut", "cut");
    assertThat(files("out").get("sweep.csv")).contains("1,cut,");
  }

  @Test
  void explainsEveryRunAndTrainsNone() throws Exception {
    Sweep sweep = new Sweep(plan(RATES), directory.resolve("out"), config -> workplace(), false);
    assertThat(sweep.explain())
        .hasSize(8)
        .allMatch(run -> run.trains() && run.reason().equals("nothing has finished"));
    assertThat(directory.resolve("out")).doesNotExist();
    run(RATES, "out", 2);
    Files.writeString(directory.resolve("play.txt"), "nor shall death brag. ".repeat(20));
    assertThat(explained()).allMatch(Explanation::trains);
    writeAnExperiment();
    assertThat(explained())
        .allMatch(run -> !run.trains() && run.reason().startsWith("is up to date (report "));
    Path report = directory.resolve("out/runs/" + explained().get(2).run().address());
    Files.writeString(report.resolve("report.json"), "{}");
    assertThat(explained().get(2).reason()).isEqualTo("report.json was edited");
  }

  private List<Explanation> explained() {
    return new Sweep(plan(RATES), directory.resolve("out"), config -> workplace(), false).explain();
  }

  @Test
  void combinationsThatComputeTheSameShareOneRun() throws Exception {
    String sweep = "{\"base\": \"play\", \"grid\": {\"backend.name\": [\"scalar\", \"vector\"]}}";
    SweepReport report = run(sweep, "out", 2);
    assertThat(launched).hasValue(1);
    assertThat(report.trials()).hasSize(2);
    assertThat(report.trials().get(0).runs()).isEqualTo(report.trials().get(1).runs());
  }

  @Test
  void hostileValuesStayText() throws Exception {
    String hostile = "so</script><script>alert(1)</script>\\\"=,";
    String sweep =
        "{\"base\": \"play\", \"grid\": {\"description\": [\"" + hostile + "\", \"b\"]}}";
    run(sweep, "out", 1);
    String page = Files.readString(directory.resolve("out/sweep.html"));
    Markup.requireValid(page);
    assertThat(page).doesNotContain("<script>alert");
    assertThat(files("out").get("sweep.csv"))
        .contains("\"so</script><script>alert(1)</script>\"\"=,\"");
  }

  @Test
  void aSweepThatIsRunningIsLeftAlone() throws Exception {
    try (StagedFiles held = StagedFiles.open(directory.resolve("out"))) {
      assertThatExceptionOfType(BrokenRunException.class).isThrownBy(() -> run(RATES, "out", 1));
      assertThat(held.root()).isNotNull();
    }
  }

  private SweepReport run(String sweep, String output, int workers) throws Exception {
    InProcess here = new InProcess();
    Launcher counting =
        (order, listener) -> {
          launched.incrementAndGet();
          Outcome outcome = here.launch(order, listener);
          return outcome;
        };
    SweepListener listener =
        new SweepListener() {
          @Override
          public void rung(int rung, int rungs, int trials, int runs) {}

          @Override
          public ProgressListener began(SweepRun run) {
            return new RecordedProgress();
          }

          @Override
          public void ended(SweepRun run, RunResult result, boolean trained) {
            ended.add(run.address());
          }
        };
    return new Sweep(plan(sweep), directory.resolve(output), config -> workplace(), false)
        .run(counting, workers, listener);
  }

  private SweepPlan plan(String sweep) {
    return SweepPlan.of(
        SweepFile.parse(sweep, "x.sweep.json"), directory, Overrides.NONE, SweepPlan.MOST_RUNS);
  }

  private Workplace workplace() {
    return Workplace.of(directory, directory, "1").offline(true);
  }

  /**
   * Returns the content of the files that a sweep leaves, but not what tells when and how fast a
   * run was trained: the environment, the page that shows it, and the hash of it.
   */
  private Map<String, String> files(String output) throws IOException {
    Path root = directory.resolve(output);
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString();
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        files.put(
            name,
            name.endsWith("environment.json") || name.endsWith("report.html")
                ? ""
                : name.endsWith("fingerprints.json")
                    ? content.replaceAll("\"(environment.json|digest)\" : \"[0-9a-f]{64}\"", "$1")
                    : content);
      }
    }
    return files;
  }
}
