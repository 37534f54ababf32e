package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.rnnlab.archive.Archive;
import io.github.rnnlab.archive.FinishedRun;
import io.github.rnnlab.checkpoint.Checkpoint;
import io.github.rnnlab.compare.RecordTree;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.directory.StagedFiles;
import io.github.rnnlab.directory.WholeDirectory;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.prepare.CharPreparation;
import io.github.rnnlab.prepare.Preparations;
import io.github.rnnlab.prepare.WindowsFile;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.safetensors.Safetensors;
import io.github.rnnlab.setting.Overrides;
import io.github.rnnlab.source.ArtifactSource;
import io.github.rnnlab.source.FileSource;
import io.github.rnnlab.source.InputFile;
import io.github.rnnlab.stage.Fingerprints;
import io.github.rnnlab.stage.UpToDate;
import io.github.rnnlab.token.TokenStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An interrupt closes the file that is being read or written; that says nothing of the file. */
@Timeout(120)
class InterruptionTest {
  private static final String WINDOWS = "prepare.writeWindows=true";

  @TempDir Path directory;

  @Test
  void isNoFaultOfAnyFileThatIsReadOrWritten() throws Exception {
    PlayRun run = PlayRun.in(directory);
    run.train("run", PlayRun.config(WINDOWS));
    RunFiles files = run.files("run");
    Path prepared = files.prepared();
    Path checkpoint = run.checkpoint("run", PlayRun.STEPS);
    Path text = directory.resolve("play.txt");
    Path archive = directory.resolve("archive");
    Archiver.archive(PlayRun.config(WINDOWS), run.workplace("run"), archive);
    ArtifactSource artifact = artifact();
    Path config =
        Files.writeString(directory.resolve("x.json"), "{\"corpus\": {\"file\": \"play.txt\"}}");
    String sha256 = RunReport.read(files.report()).corpus().sha256();

    Map<String, ThrowingCallable> uses = new LinkedHashMap<>();
    uses.put("a checkpoint", () -> Checkpoint.read(checkpoint));
    uses.put("the header of a checkpoint", () -> Checkpoint.runOf(checkpoint));
    uses.put("a model", () -> Safetensors.read(files.model()));
    uses.put("fingerprints", () -> Fingerprints.read(files.fingerprints()));
    uses.put("the hash of an input", () -> InputFile.of("corpus.file", text));
    uses.put("up to date", () -> UpToDate.ofTraining(PlayRun.config(), run.workplace("run")));
    uses.put("a report", () -> RunReport.read(files.report()));
    uses.put("a record", () -> FinishedRun.require(files.directory()));
    uses.put("a record's text", () -> RecordTree.of(files.directory()).read("report.json"));
    uses.put("an archive", () -> Archive.read(archive));
    CharPreparation preparation = Preparations.ofCharacters("play", 10, 10, true);
    uses.put("a prepared corpus", () -> preparation.open(prepared, sha256, 1));
    uses.put("tokens", () -> TokenStore.open(prepared.resolve("tokens.npy")));
    uses.put("windows", () -> WindowsFile.open(prepared.resolve("play_char_windows.npy"), 10));
    uses.put("a corpus with a hash", () -> new FileSource(text, sha256).fetch(directory));
    uses.put("a stylesheet", () -> artifact.fetch(directory));
    uses.put("the hash of a stylesheet", artifact::inputs);
    uses.put("a config", () -> ExperimentConfigs.readFile(config, Overrides.NONE));
    uses.put("writing a file", () -> AtomicFile.write(files.sample(), "other"));
    uses.put("archiving", () -> archive(run, archive));
    uses.put(
        "a whole directory",
        () -> WholeDirectory.replace(directory.resolve("other"), InterruptionTest::write));
    uses.put("staged files", () -> commit(files.directory()));
    uses.put("preparing", () -> experiment(run, "new").prepare(false));
    uses.put("training", () -> experiment(run, "new").train(false, false));
    uses.put("training again", () -> experiment(run, "run").train(false, false));
    uses.put("generating", () -> PlayRun.text(experiment(run, "run")));
    uses.put("replaying", () -> experiment(run, "run").replay((corpus, opened) -> {}));

    Set<String> cancelled = new LinkedHashSet<>();
    uses.forEach(
        (name, use) -> {
          Thread.currentThread().interrupt();
          Throwable thrown = catchThrowable(use);
          assertThat(Thread.interrupted()).as("%s: still interrupted", name).isTrue();
          if (thrown != null) { // The JDK reads some files in a way that no interrupt ends.
            assertThat(thrown).as(name).isInstanceOf(CancellationException.class);
            cancelled.add(name);
          }
        });
    assertThat(cancelled)
        .contains(
            "a checkpoint",
            "the header of a checkpoint",
            "a model",
            "tokens",
            "windows",
            "a stylesheet",
            "writing a file",
            "staged files",
            "preparing",
            "training",
            "training again",
            "generating");

    assertThat(UpToDate.ofTraining(PlayRun.config(WINDOWS), run.workplace("run")).isFresh())
        .isTrue();
    assertThat(Archive.read(archive).runs()).hasSize(1);
    assertThat(run.checkpoints("run")).contains(PlayRun.name(PlayRun.STEPS));
  }

  private static Experiment experiment(PlayRun run, String output) {
    return run.experiment(output, PlayRun.config(WINDOWS), new RecordedProgress());
  }

  private static void archive(PlayRun run, Path archive) {
    Archiver.archive(PlayRun.config(WINDOWS), run.workplace("run"), archive);
  }

  private static void commit(Path directory) throws Exception {
    try (StagedFiles files = StagedFiles.open(directory)) {
      Files.createDirectories(files.root());
      Files.createFile(files.root().resolve("sample.txt"));
      files.commit(List.of());
    }
  }

  private static void write(Path into) throws IOException {
    Files.writeString(into.resolve("archive.json"), "{}");
  }

  private ArtifactSource artifact() throws Exception {
    Path jar = directory.resolve("plays.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.putNextEntry(new ZipEntry("a.xml"));
      zip.write("<a>text</a>".getBytes(StandardCharsets.UTF_8));
    }
    Path stylesheet =
        Files.writeString(
            directory.resolve("a.xsl"),
            "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'/>");
    return new ArtifactSource(jar, "a:b:1", List.of("a.xml"), stylesheet);
  }
}
