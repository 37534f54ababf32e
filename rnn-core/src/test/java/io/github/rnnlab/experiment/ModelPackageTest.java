package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.setting.Overrides;
import io.github.rnnlab.workplace.Workplace;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPackageTest {
  private static final String NAME = "g:a:zip:model:1";

  @TempDir private Path directory;
  private PlayRun play;

  @BeforeEach
  void writeText() throws IOException {
    play = PlayRun.in(directory);
  }

  @ParameterizedTest
  @ValueSource(strings = {"training.keepBest=true", "training.keepBest=false", "model.cell=lstm"})
  void anotherProjectGeneratesTheSameText(String key) throws IOException {
    Path zip = packaged(PlayRun.config(key));
    Path elsewhere = directory.resolve("elsewhere");

    ExperimentConfig config = ModelPackage.unpack(zip, NAME, elsewhere, Overrides.NONE);
    String text = PlayRun.text(experiment(config, elsewhere));
    assertThat(text).isEqualTo(Files.readString(directory.resolve("out/sample.txt")));

    Overrides longer = new Overrides(null, Map.of("generation.length", "70"));
    config = ModelPackage.unpack(zip, NAME, elsewhere, longer);
    assertThat(PlayRun.text(experiment(config, elsewhere))).startsWith(text).hasSize(2 + 70);
  }

  @Test
  void leavesADirectoryThatHasTheModelAsItIs() throws IOException {
    Path zip = packaged(PlayRun.config());
    unpack(zip);
    Path elsewhere = directory.resolve("elsewhere");
    Path evaluation = Files.writeString(elsewhere.resolve("evaluation-text.json"), "{}");
    Path model = elsewhere.resolve("model-best.safetensors");
    FileTime before = FileTime.fromMillis(1_000);
    Files.setLastModifiedTime(model, before);

    unpack(zip);
    assertThat(evaluation).hasContent("{}");
    assertThat(Files.getLastModifiedTime(model)).isEqualTo(before);

    Files.writeString(model, "damaged");
    unpack(zip);
    assertThat(evaluation).doesNotExist();
    assertThat(model).hasSameBinaryContentAs(directory.resolve("out/model-best.safetensors"));
  }

  @Test
  void theSameRunGivesTheSameBytesInAnyTimeZone() throws IOException {
    byte[] first = Files.readAllBytes(packaged(PlayRun.config()));
    TimeZone zone = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
    try {
      Path again = ModelPackage.write(PlayRun.config(), play.workplace("out"));
      assertThat(Files.readAllBytes(again)).isEqualTo(first);
    } finally {
      TimeZone.setDefault(zone);
    }
    List<String> names = new ArrayList<>();
    try (ZipFile zip = new ZipFile(directory.resolve("out/model.zip").toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        names.add(entry.getName() + " " + entry.getTimeLocal());
      }
      try (var in = zip.getInputStream(zip.getEntry("vocabulary.json"))) {
        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
            .startsWith("[\" \",\",\",\".\",\";\",\"a\"");
      }
    }
    assertThat(names)
        .containsExactly(
            "model-best.safetensors 1980-02-01T00:00",
            "vocabulary.json 1980-02-01T00:00",
            "report.json 1980-02-01T00:00",
            "package.json 1980-02-01T00:00");
  }

  @Test
  void onlyAFinishedRunIsPackaged() {
    assertThatThrownBy(() -> ModelPackage.write(PlayRun.config(), play.workplace("out")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found no finished run, expected a finished run of play");
  }

  @Test
  void refusesWhatIsNoWholePackage() throws IOException {
    Path zip = packaged(PlayRun.config());
    Map<String, byte[]> entries = entries(zip);

    refuses(
        with(entries, "vocabulary.json", "[\"a\",\"b\"]"),
        NAME + ": vocabulary.json: found the SHA-256 ");
    refuses(without(entries, "report.json"), NAME + ": found no report.json in ");
    refuses(without(entries, "package.json"), NAME + ": found no package.json in ");
    refuses(with(entries, "package.json", "{"), NAME + ": found package.json, which is broken (");
    refuses(
        with(entries, "package.json", "{\"schema\": 1, \"files\": {\"../../x\": \"0\"}}"),
        NAME + ": found schema 1 and the files [../../x], expected schema 1: one model,");
    Files.writeString(zip, "no zip");
    assertThatThrownBy(() -> unpack(zip))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("which is no zip");
  }

  /** The hashes in the zip agree, but the report is of other weights. */
  @Test
  void refusesAReportOfAnotherModel() throws IOException {
    Map<String, byte[]> entries = entries(packaged(PlayRun.config()));
    play.train("other", PlayRun.config("seed=8"));
    Map<String, byte[]> other =
        entries(ModelPackage.write(PlayRun.config("seed=8"), play.workplace("other")));
    String index = new String(entries.get("package.json"), StandardCharsets.UTF_8);
    String otherIndex = new String(other.get("package.json"), StandardCharsets.UTF_8);
    Map<String, byte[]> mixed = new LinkedHashMap<>(entries);
    mixed.put("report.json", other.get("report.json"));
    String report = "\"report.json\" : \"[0-9a-f]{64}\"";
    String otherHash = otherIndex.replaceAll("(?s).*(" + report + ").*", "$1");
    Path zip = with(mixed, "package.json", index.replaceFirst(report, otherHash));

    ExperimentConfig config = unpack(zip);
    assertThatThrownBy(() -> PlayRun.text(experiment(config, directory.resolve("elsewhere"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found weights with the SHA-256 ");
  }

  private Path packaged(ExperimentConfig config) {
    play.train("out", config);
    return ModelPackage.write(config, play.workplace("out"));
  }

  private ExperimentConfig unpack(Path zip) {
    return ModelPackage.unpack(zip, NAME, directory.resolve("elsewhere"), Overrides.NONE);
  }

  private void refuses(Path zip, String says) {
    assertThatThrownBy(() -> unpack(zip))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(says);
    assertThat(directory.resolve("elsewhere")).doesNotExist();
  }

  private Experiment experiment(ExperimentConfig config, Path output) {
    Workplace workplace = Workplace.of(directory, output, "test");
    return new Experiment(config, workplace, new RecordedProgress());
  }

  private static Map<String, byte[]> entries(Path file) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  private Path with(Map<String, byte[]> entries, String name, String text) throws IOException {
    Map<String, byte[]> changed = new LinkedHashMap<>(entries);
    changed.put(name, text.getBytes(StandardCharsets.UTF_8));
    return written(changed);
  }

  private Path without(Map<String, byte[]> entries, String name) throws IOException {
    Map<String, byte[]> changed = new LinkedHashMap<>(entries);
    changed.remove(name);
    return written(changed);
  }

  private Path written(Map<String, byte[]> entries) throws IOException {
    Path file = directory.resolve("changed.zip");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }
}
