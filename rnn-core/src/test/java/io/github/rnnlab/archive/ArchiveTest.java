package io.github.rnnlab.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.chart.LossChart;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.record.FakeRun;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.seeds.SeedsReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {
  @TempDir Path directory;
  private Path run;
  private Path archive;

  @BeforeEach
  void writeARun() throws IOException {
    run = directory.resolve("run");
    archive = directory.resolve("archive/play");
    new FakeRun(2, 10).write(run);
  }

  @Test
  void holdsTheRecordOfARunAndItsHashes() throws IOException {
    Archive written = archive();
    assertThat(files(archive))
        .containsExactly("archive.json", "loss.csv", "loss.svg", "report.json", "sample.txt");
    assertThat(written.runs()).containsExactly("");
    assertThat(written.report("")).isEqualTo(RunReport.read(run.resolve("report.json")));
    assertThat(Files.readString(archive.resolve("archive.json")))
        .startsWith(
            "{\n  \"schema\" : 1,\n  \"version\" : \"1.2\",\n  \"files\" : {\n    \"loss.csv\"")
        .doesNotContain("tolerances");
  }

  @Test
  void holdsARunForEachSeed() throws IOException {
    Map<String, Path> runs = new TreeMap<>();
    List<RunReport> reports = new ArrayList<>();
    for (int seed = 1; seed <= 3; seed++) {
      Path of = directory.resolve("seeds/seed-" + seed);
      reports.add(new FakeRun(2, 10).with("seed", seed).write(of));
      runs.put("seed-" + seed, of);
    }
    Path summary = directory.resolve("seeds/seeds.json");
    SeedsReport.of("0".repeat(64), reports).write(summary);
    Archive written = Archive.write(archive, "1.2", runs, Map.of("seeds.json", summary));
    assertThat(written.runs()).containsExactly("seed-1", "seed-2", "seed-3");
    assertThat(files(archive))
        .containsExactly("archive.json", "seed-1", "seed-2", "seed-3", "seeds.json");
    assertThat(written.report("seed-2").config()).containsEntry("seed", 2);
  }

  @Test
  void statesTolerancesForATolerantBackend() throws IOException {
    new FakeRun(2, 10).tolerant().write(run);
    archive();
    Path index = archive.resolve("archive.json");
    assertThat(Files.readString(index)).contains("\"absolute\" : 0.001", "\"relative\" : 0.005");
    edit(index, "0.005", "0.25");
    assertThat(Archive.read(archive).tolerances()).isEqualTo(new Tolerances(0.001, 0.25));
  }

  @Test
  void replacesTheFormerArchiveAsAWhole() throws IOException {
    archive();
    Files.writeString(archive.resolve("stray.txt"), "old");
    Files.createDirectories(directory.resolve("archive/.play.new/rest"));
    new FakeRun(3, 10).write(run);
    assertThat(archive().report("").epochs()).hasSize(3);
    assertThat(archive.resolve("stray.txt")).doesNotExist();
    assertThat(files(directory.resolve("archive"))).containsExactly("play");
  }

  @Test
  void putsBackWhatAnInterruptedReplacementMovedAway() throws IOException {
    archive();
    Files.move(archive, archive.resolveSibling(".play.old"));
    Files.delete(run.resolve("sample.txt"));
    assertThatExceptionOfType(RuntimeException.class).isThrownBy(this::archive);
    assertThat(Archive.read(archive).runs()).containsExactly("");
    assertThat(files(directory.resolve("archive"))).containsExactly("play");
  }

  /** They were written by earlier versions, and stay as they are. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "quickstart/archive/quickstart",
        "tiny-shakespeare/archive/seed",
        "tiny-shakespeare/archive/seed-lr-0.001"
      })
  void readsTheArchivesOfThisProject(String name) {
    assertThat(Archive.read(Path.of("..", "experiments").resolve(name)).runs()).containsExactly("");
  }

  @Test
  void holdsTheChartAsAnEarlierVersionDrewIt() throws IOException {
    List<String> drawings = LossChart.drawings(RunReport.read(run.resolve("report.json")));
    Files.writeString(run.resolve("loss.svg"), drawings.get(1));
    Archive archived = archive();
    assertThat(archived.hash("", "loss.svg")).isEqualTo(Sha256.of(drawings.get(1)));
    assertThat(archived.holds("", "loss.svg", Sha256.of(drawings.get(0)))).isTrue();
    assertThat(archived.holds("", "loss.svg", Sha256.of(drawings.get(1)))).isTrue();
    assertThat(archived.holds("", "loss.svg", Sha256.of("another"))).isFalse();
    assertThat(archived.holds("", "sample.txt", Sha256.of(drawings.get(0)))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"report.json", "loss.csv", "loss.svg"})
  void refusesARunThatWasEdited(String file) throws IOException {
    edit(run.resolve(file), "2", "3");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(this::archive)
        .withMessageContaining(file)
        .withMessageContaining("rain");
    assertThat(directory.resolve("archive")).doesNotExist();
  }

  @Test
  void refusesARunThatIsNotFinished() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () -> Archive.write(archive, "1", Map.of("", directory.resolve("nothing")), Map.of()))
        .withMessageContaining("found no finished run")
        .withMessageContaining("mvn rnn:train");
  }

  @ParameterizedTest
  @ValueSource(strings = {"report.json", "loss.csv", "loss.svg", "sample.txt", "archive.json"})
  void tellsAMissingAnEditedAndATruncatedFile(String file) throws IOException {
    archive();
    Path archived = archive.resolve(file);
    String text = Files.readString(archived);
    for (String broken : new String[] {"", text.substring(0, text.length() / 2), text + "."}) {
      Files.writeString(archived, broken);
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> Archive.read(archive))
          .withMessageContaining(file);
    }
    Files.delete(archived);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Archive.read(archive))
        .withMessageContaining(file + ": found no such file");
  }

  @Test
  void namesTheLinkOfAnEditedReport() throws IOException {
    archive();
    edit(archive.resolve("report.json"), FakeRun.hash("w7"), FakeRun.hash("w8"));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Archive.read(archive))
        .withMessageContaining("report.json: chain.links[6] (step 7).digest");
  }

  @Test
  void readsWhatGitMadeOfItOnWindows() throws IOException {
    archive();
    for (String file : files(archive)) {
      edit(archive.resolve(file), "\n", "\r\n");
    }
    assertThat(Archive.read(archive).runs()).containsExactly("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"../run/report.json\"", "\"../../elsewhere\""})
  void readsNothingOutsideOfItself(String path) throws IOException {
    archive();
    edit(archive.resolve("archive.json"), "\"sample.txt\"", path);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Archive.read(archive))
        .withMessageContaining("expected a path inside the archive");
  }

  private Archive archive() {
    return Archive.write(archive, "1.2", Map.of("", run), Map.of());
  }

  private static void edit(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  private static List<String> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
