package io.github.rnnlab.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.Fuzz;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.archive.Archive;
import io.github.rnnlab.compare.ComparedExperiment;
import io.github.rnnlab.compare.Comparison;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.seeds.SeedsReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages what this package reads. */
final class ReportFuzzTest {
  @TempDir private Path directory;

  @Test
  void reports() throws Exception {
    Path file = directory.resolve("report.json");
    String text = Json.pretty(new FakeRun(2, 3).report());
    Fuzz.run(
        "reports",
        List.of(bytes(text)),
        input -> {
          Files.write(file, input);
          RunReport read = RunReport.read(file);
          assertThat(Json.pretty(read)).isEqualTo(text);
        });
    Fuzz.run(
        "forms of reports",
        List.of(bytes(text), bytes(Json.pretty(new FakeRun(1, 2).notValidated().report()))),
        input -> {
          RunReport read =
              RunReport.parse(new String(input, StandardCharsets.UTF_8), "report.json");
          ComparedExperiment run =
              new ComparedExperiment("a", read.config(), List.of(read), List.of());
          Comparison.of(List.of(run, run)).lines();
          Comparison.of(List.of(run, run)).write(directory.resolve("compare"));
        });
  }

  @Test
  void archives() throws Exception {
    Path run = directory.resolve("run");
    new FakeRun(1, 2).write(run);
    Path archive = directory.resolve("archive");
    Archive.write(archive, "1", Map.of("", run), Map.of());
    for (String name : List.of("archive.json", "report.json", "loss.csv")) {
      Path file = archive.resolve(name);
      byte[] whole = Files.readAllBytes(file);
      Fuzz.run(
          name + " of archives",
          List.of(whole),
          input -> {
            Files.write(file, input);
            Archive read = Archive.read(archive);
            assertThat(read.report("").digest()).isEqualTo(new FakeRun(1, 2).report().digest());
            for (String listed : Archive.FILES) {
              if (read.hash("", listed) == null) {
                throw new InvalidInputException("archive.json", "nothing", listed, "Known.");
              }
            }
          });
      Files.write(file, whole);
    }
  }

  @Test
  void seeds() throws Exception {
    Map<String, Path> runs = new TreeMap<>();
    List<RunReport> reports = new ArrayList<>();
    for (int seed = 1; seed <= 2; seed++) {
      Path run = directory.resolve("seed-" + seed);
      reports.add(new FakeRun(2, 3).with("seed", seed).write(run));
      runs.put("seed-" + seed, run);
    }
    Path summary = directory.resolve("seeds.json");
    SeedsReport.of("0".repeat(64), reports).write(summary);
    byte[] text = Files.readAllBytes(summary);
    Fuzz.run(
        "seeds.json",
        List.of(text),
        input -> {
          Files.write(summary, input);
          SeedsReport read = SeedsReport.read(summary);
          Path archive = directory.resolve("archive");
          Archive.write(archive, "1", runs, Map.of("seeds.json", summary));
          // The config of all seeds stands elsewhere; verification compares its hash.
          assertThat(read).isEqualTo(SeedsReport.of(read.configSha256(), reports));
        });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
