package io.github.rnnlab.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.chain.DigestChain;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.Recipe;
import io.github.rnnlab.record.RunIdentity;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.setting.Overrides;
import io.github.rnnlab.tensor.NumericClass;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparedExperimentsTest {
  private static final String CONFIG =
      "{\"corpus\": {\"file\": \"t.txt\"}, \"training\": {\"batchSize\": 1, \"epochs\": EPOCHS}}";

  private static final String HASH = "0123456789abcdef".repeat(4);

  @TempDir Path directory;

  @Test
  void takesConfigsByTheirNamesAndTheirArchives() throws IOException {
    ExperimentConfig first = config("first", 2);
    config("second", 3);
    report(first, "archive/first", 1);
    List<ComparedExperiment> runs = runs(null).archived();
    assertThat(runs).extracting(ComparedExperiment::label).containsExactly("first", "second");
    assertThat(runs.get(0).config()).isEqualTo(first.hashed());
    assertThat(runs.get(0).reports()).hasSize(1);
    assertThat(runs.get(0).remarks()).isEmpty();
    assertThat(runs.get(1).reports()).isEmpty();
    assertThat(runs("second").archived())
        .extracting(ComparedExperiment::label)
        .containsExactly("second");
  }

  @Test
  void showsARunBesideItsArchiveWhereTheyDiffer() throws IOException {
    ExperimentConfig same = config("same", 2);
    report(same, "archive/same", 1);
    report(same, "out/same", 1);
    ExperimentConfig other = config("other", 2);
    report(other, "archive/other", 1);
    report(other, "out/other", 1.5);
    report(config("unarchived", 2), "out/unarchived", 1);
    config("unrun", 2);
    assertThat(runs(null).runAndArchived(RecordTree.of(directory.resolve("out"))))
        .extracting(ComparedExperiment::label)
        .containsExactly("other (archive)", "other (run)", "same", "unarchived", "unrun");
  }

  @Test
  void gathersTheSeedsOfAnExperiment() throws IOException {
    ExperimentConfig config = config("play", 2);
    report(config.withSeed(1), "archive/play/seed-1", 1);
    report(config.withSeed(2), "archive/play/seed-2", 1.5);
    assertThat(runs(null).archived().get(0).reports()).hasSize(2);
  }

  /** A run of the config as it is, then one with -Drnn.set.training.seeds=[1,2,3]. */
  @Test
  void countsNoSeedTwice() throws IOException {
    ExperimentConfig config = config("play", 2);
    report(config, "out/play", 1);
    for (int seed = 1; seed <= 3; seed++) {
      report(config.withSeed(seed), "out/play/seed-" + seed, seed);
    }
    ComparedExperiment run = onlyRun();
    assertThat(run.reports()).hasSize(1);
    assertThat(run.remarks())
        .singleElement()
        .asString()
        .contains("left out the runs seed-1, seed-2, seed-3", "not runs of the config as it is");
  }

  @Test
  void takesTheSeedsOfTheConfigAndNoOtherRun() throws IOException {
    ExperimentConfig config = config("play", 2, "[1, 2]");
    report(config.withSeed(1), "out/play", 9);
    for (int seed = 1; seed <= 3; seed++) {
      report(config.withSeed(seed), "out/play/seed-" + seed, seed);
    }
    ComparedExperiment run = onlyRun();
    assertThat(run.reports()).extracting(r -> r.config().get("seed")).containsExactly(1, 2);
    assertThat(run.remarks())
        .singleElement()
        .asString()
        .contains("left out the only run and the run seed-3");
  }

  @Test
  void saysWhichSeedOfTheConfigIsMissing() throws IOException {
    ExperimentConfig config = config("play", 2, "[1, 2]");
    report(config.withSeed(1), "out/play/seed-1", 9);
    assertThat(onlyRun().remarks()).singleElement().asString().contains("no report of seed-2");
  }

  @Test
  void leavesASeedOfAnotherConfigOut() throws IOException {
    report(config("play", 3).withSeed(2), "out/play/seed-2", 5);
    ExperimentConfig config = config("play", 2, "[1, 2, 3]");
    report(config.withSeed(1), "out/play/seed-1", 1);
    report(config.withSeed(3), "out/play/seed-3", 2);
    ComparedExperiment run = onlyRun();
    assertThat(run.reports()).extracting(r -> r.config().get("seed")).containsExactly(1, 3);
    assertThat(run.remarks()).anyMatch(remark -> remark.contains("left out the run seed-2"));
  }

  @Test
  void neverMixesRunsOfDifferentConfigsWhereTheConfigIsAnotherNow() throws IOException {
    report(config("play", 3).withSeed(1), "out/play/seed-1", 1);
    report(config("play", 3).withSeed(2), "out/play/seed-2", 2);
    report(config("play", 4).withSeed(3), "out/play/seed-3", 3);
    config("play", 2, "[1, 2, 3]");
    ComparedExperiment run = onlyRun();
    assertThat(run.reports()).extracting(r -> r.config().get("seed")).containsExactly(1, 2);
    assertThat(run.remarks())
        .anyMatch(remark -> remark.contains("another config than it has now"))
        .anyMatch(remark -> remark.contains("left out the run seed-3"));
  }

  @Test
  void neverMixesRunsOfDifferentConfigsOfAnExperimentThatIsGone() throws IOException {
    report(config("play", 3).withSeed(1), "archive/play", 1);
    report(config("play", 3).withSeed(2), "archive/play/seed-2", 2);
    report(config("play", 3).withSeed(1), "archive/play/seed-1", 1);
    report(config("play", 4).withSeed(3), "archive/play/seed-3", 3);
    report(config("play", 3).withSeed(4), "archive/play/seed-5", 3);
    Files.delete(directory.resolve("play.json"));
    ComparedExperiment run = runs(null).archived().get(0);
    assertThat(run.reports()).extracting(r -> r.config().get("seed")).containsExactly(1, 2);
    assertThat(run.remarks())
        .anyMatch(remark -> remark.contains("seed-5"))
        .anyMatch(remark -> remark.contains("the only run and the run seed-3"));
  }

  @Test
  void remarksOnWhatDoesNotBelongTogether() throws IOException {
    report(config("play", 2), "archive/play", 1);
    config("play", 3);
    report(config("gone", 2), "archive/gone", 1);
    Files.delete(directory.resolve("gone.json"));
    Files.writeString(directory.resolve("new.json"), "{\"unheard\": 1}");
    Files.createDirectories(directory.resolve("archive/new"));
    Files.writeString(directory.resolve("archive/new/report.json"), "{\"schema\": 1}");
    List<ComparedExperiment> runs = runs(null).archived();
    assertThat(runs).extracting(ComparedExperiment::label).containsExactly("gone", "new", "play");
    assertThat(runs.get(0).remarks())
        .singleElement()
        .asString()
        .contains("no such config any more");
    assertThat(runs.get(1).remarks())
        .anyMatch(remark -> remark.contains("schema: found 1"))
        .anyMatch(remark -> remark.contains("unheard"));
    assertThat(runs.get(2).remarks()).singleElement().asString().contains("another config");
  }

  @Test
  void leavesOutWhatIsPlainlyNoConfig() throws IOException {
    config("play", 3);
    Files.writeString(directory.resolve("package.json"), "{\"name\": \"site\", \"scripts\": {}}");
    Files.writeString(directory.resolve("cards.json"), "[1]");
    assertThat(runs(null).archived()).extracting(ComparedExperiment::label).containsExactly("play");
  }

  /**
   * Each report has 100 links, as those of long runs have. Counted is this thread's time on a core,
   * which hardly depends on what else the machine does; the best of three tries.
   */
  @Test
  void comparesTwoHundredArchivedRunsInLessThanTwoSeconds() throws IOException {
    for (int i = 0; i < 200; i++) {
      report(config("run-" + i, 10), "archive/run-" + i, 1 + i / 1000.0);
    }
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    List<Duration> tries = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      long start = clock.getCurrentThreadCpuTime();
      Comparison comparison = Comparison.of(runs(null).archived());
      comparison.write(directory.resolve("compare"));
      tries.add(Duration.ofNanos(clock.getCurrentThreadCpuTime() - start));
      assertThat(comparison.runs()).hasSize(200).noneMatch(run -> run.seeds() != 1);
    }
    assertThat(tries).anyMatch(time -> time.compareTo(Duration.ofSeconds(2)) < 0);
  }

  private ComparedExperiments runs(@Nullable String selected) {
    return new ComparedExperiments(RecordTree.of(directory), selected);
  }

  private ComparedExperiment onlyRun() {
    List<ComparedExperiment> runs =
        runs(null).runAndArchived(RecordTree.of(directory.resolve("out")));
    assertThat(runs).hasSize(1);
    return runs.get(0);
  }

  private ExperimentConfig config(String name, int epochs) throws IOException {
    return config(name, Integer.toString(epochs));
  }

  private ExperimentConfig config(String name, int epochs, String seeds) throws IOException {
    return config(name, epochs + ", \"seeds\": " + seeds);
  }

  private ExperimentConfig config(String name, String epochs) throws IOException {
    Path file = directory.resolve(name + ".json");
    Files.writeString(file, CONFIG.replace("EPOCHS", epochs));
    return ExperimentConfigs.readFile(file, Overrides.NONE).config();
  }

  private void report(ExperimentConfig config, String place, double loss) throws IOException {
    int epochs = config.training().epochs();
    int steps = epochs * 1000;
    RunIdentity identity =
        new RunIdentity(new Recipe(2, NumericClass.EXACT, null, config.hashed()), HASH, null, null);
    DigestChain chain = new DigestChain(identity.origin(), steps);
    List<EpochRecord> records = new ArrayList<>();
    for (int step = 1; step <= steps; step++) {
      if (chain.step(loss + 1.0 / step)) {
        Map<String, String> weights = new LinkedHashMap<>();
        for (String name : List.of("Wxh", "Whh", "bh", "Why", "by")) {
          weights.put(name, String.format(Locale.ROOT, "%064x", step));
        }
        chain.link((step - 1) / 1000 + 1, weights, String.format(Locale.ROOT, "%064x", 7 * step));
      }
      if (step % 1000 == 0) {
        records.add(EpochRecord.of(step / 1000, loss + 1.0 / step, loss + 2.0 / step, null, HASH));
      }
    }
    RunReport report =
        RunReport.of(
            identity,
            new RunReport.Corpus(HASH, 20, 20, null, 2, null),
            40,
            1000,
            steps,
            new RunReport.Validation(5L, null, 1, 4),
            records,
            null,
            null,
            chain.chain());
    report.write(directory.resolve(place).resolve("report.json"));
  }
}
