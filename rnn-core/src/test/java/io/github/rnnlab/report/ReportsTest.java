package io.github.rnnlab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.archive.Archive;
import io.github.rnnlab.page.Markup;
import io.github.rnnlab.record.FakeRun;
import io.github.rnnlab.record.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ReportsTest {
  private static final String HOSTILE = "</script><img src=x onerror=alert(1)>";

  @TempDir Path directory;

  @Test
  void makesAPageOfEveryRunAndOneOverAll() throws Exception {
    RunReport first = run("first", new FakeRun(3, 10));
    run("second/seed-1", new FakeRun(2, 10).with("seed", 1));
    run("second/seed-2", new FakeRun(2, 10).with("seed", 2));
    Files.createDirectories(output().resolve("unfinished"));
    run("verify/first", new FakeRun(3, 10));
    assertThat(write(null))
        .containsExactly(
            "Wrote " + output().resolve("first/report.html"),
            "Wrote " + output().resolve("second/seed-1/report.html"),
            "Wrote " + output().resolve("second/seed-2/report.html"),
            "Wrote " + output().resolve("index.html"));
    assertThat(output().resolve("first/report.html")).content().contains(first.digest());
    String index = index();
    Markup.requireValid(index);
    assertThat(index)
        .contains(
            "<h1>3 runs</h1>",
            "<a href=\"first/report.html\">first</a>",
            "<a href=\"second/seed-2/report.html\">second/seed-2</a>")
        .doesNotContain("verify");
    JsonNode series = Markup.data(index).path("charts").path(0).path("series");
    assertThat(series.size()).isEqualTo(3);
    assertThat(series.path(0).path("points").path(2).path("y").path(0).doubleValue())
        .isEqualTo(first.epochs().get(2).validationBitsPerCharacter());
  }

  @Test
  void makesThePageOfAnArchiveThatHoldsAnotherRun() throws Exception {
    run("play", new FakeRun(3, 10));
    archive("play", new FakeRun(3, 10));
    archive("gone", new FakeRun(2, 10));
    write(null);
    assertThat(output().resolve("play/archived-report.html")).doesNotExist();
    assertThat(output().resolve("gone/archived-report.html")).exists();
    assertThat(index()).contains("<a href=\"gone/archived-report.html\">gone (archive)</a>");
    Archive.read(archives().resolve("gone")); // It is as it was.

    run("play", new FakeRun(4, 10));
    write("play");
    assertThat(output().resolve("play/archived-report.html")).exists();
    assertThat(index()).contains("2 runs"); // One experiment leaves the page over all alone.
  }

  @Test
  void leavesOutWhatIsBroken() throws Exception {
    run("good", new FakeRun(2, 10));
    run("bad", new FakeRun(2, 10));
    Files.writeString(output().resolve("bad/report.json"), "{}\n");
    archive("torn", new FakeRun(2, 10));
    Files.delete(archives().resolve("torn/loss.csv"));
    assertThat(write(null))
        .anyMatch(line -> line.startsWith("Left out ") && line.contains("bad"))
        .anyMatch(line -> line.startsWith("Left out ") && line.contains("torn"));
    assertThat(index()).contains("<h1>1 run</h1>", "<h2>Left out</h2>");
    Markup.requireValid(index());
  }

  @Test
  void showsTheDescriptionOfAConfigAsText() throws Exception {
    run("play", new FakeRun(2, 10));
    Files.writeString(
        directory.resolve("play.json"),
        "{\"description\": \"" + HOSTILE + "\", \"corpus\": {\"file\": \"x.txt\"}}");
    Files.writeString(directory.resolve("broken.json"), "{");
    write(null);
    assertThat(index())
        .contains("<small>&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;</small>")
        .doesNotContain("<img");
    Markup.requireValid(index());
  }

  @Test
  void refusesADirectoryWithoutRuns() throws IOException {
    assertThatThrownBy(() -> write(null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found no finished run, expected a run or an archive");
    run("play", new FakeRun(2, 10));
    assertThatThrownBy(() -> write("pla")).hasMessageContaining("-Drnn.config: found pla");
  }

  private RunReport run(String place, FakeRun fake) throws IOException {
    return fake.write(output().resolve(place));
  }

  private void archive(String name, FakeRun fake) throws IOException {
    Path run = directory.resolve("elsewhere").resolve(name);
    fake.write(run);
    Archive.write(archives().resolve(name), "1", Map.of("", run), Map.of());
  }

  private List<String> write(@Nullable String selected) {
    return Reports.write(directory, output(), selected).lines();
  }

  private String index() throws IOException {
    return Files.readString(output().resolve("index.html"));
  }

  private Path output() {
    return directory.resolve("target/rnn");
  }

  private Path archives() {
    return directory.resolve("archive");
  }
}
