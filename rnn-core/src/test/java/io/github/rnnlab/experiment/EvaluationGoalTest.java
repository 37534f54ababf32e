package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.evaluate.EvaluationReport;
import io.github.rnnlab.evaluate.EvaluationReport.Cost;
import io.github.rnnlab.evaluate.EvaluationRequest;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.page.Markup;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.record.TestLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class EvaluationGoalTest {
  private static final ExperimentConfig CONFIG = PlayRun.config("training.keepBest=false");

  @TempDir private Path directory;
  private PlayRun run;

  @BeforeEach
  void train() throws IOException {
    run = PlayRun.in(directory);
    run.train("out", CONFIG);
  }

  @Test
  void theLossOfTheValidationIsThatOfTheReportToTheBit() throws IOException {
    EvaluationReport report = evaluate(EvaluationRequest.VALIDATION, null);
    List<EpochRecord> epochs = RunReport.read(run.files("out").report()).epochs();
    EpochRecord last = epochs.get(epochs.size() - 1);

    assertThat(report.windows().nats()).isEqualTo(last.validationLoss());
    assertThat(report.streaming().nats()).isEqualTo(last.streamingLoss());
    assertThat(report.weightsSha256()).isEqualTo(last.weightsSha256());
    assertThat(Files.readString(run.files("out").evaluation("validation.json")))
        .isEqualTo(report.json());
    assertThat(Files.readString(run.files("out").evaluation("validation.md")))
        .isEqualTo(report.markdown())
        .startsWith("# play on validation\n")
        .contains("| `` \" \" `` | ");
  }

  @Test
  void theLossOfTheTestIsThatOfTheReportToTheBit() {
    ExperimentConfig config = PlayRun.config("prepare.testFraction=0.2");
    run.train("test", config);
    TestLoss test = Objects.requireNonNull(RunReport.read(run.files("test").report()).test());
    EvaluationReport report =
        run.experiment("test", config, new RecordedProgress())
            .evaluate(new EvaluationRequest("test", null));
    assertThat(report.windows().nats()).isEqualTo(test.loss());
    assertThat(report.streaming().nats()).isEqualTo(test.streamingLoss());
    assertThat(report.tokens()).isEqualTo(test.text().characters());
    assertThat(run.files("test").evaluation("test.md")).exists();
  }

  @Test
  void theCostsOfAllCharactersAreTheWholeLoss() {
    EvaluationReport report = evaluate(EvaluationRequest.TRAIN, null);
    long count = report.costs().stream().mapToLong(Cost::count).sum();
    double loss = report.costs().stream().mapToDouble(c -> c.count() * c.meanLoss()).sum();
    assertThat(count).isEqualTo(report.tokens() - 1);
    assertThat(loss / count).isCloseTo(report.streaming().nats(), within(1e-5));
    assertThat(report.costs().stream().mapToDouble(Cost::share).sum()).isCloseTo(1, within(1e-9));
    assertThat(report.costs()).isSortedAccordingTo((a, b) -> Double.compare(b.share(), a.share()));
    assertThat(report.streaming().bitsPerCharacter())
        .isCloseTo(report.streaming().nats() / Math.log(2), within(1e-12));
    assertThat(report.streaming().perplexity())
        .isCloseTo(Math.exp(report.streaming().nats()), within(1e-9));
  }

  @Test
  void aFileIsJudgedLikeAPartOfTheCorpus() throws IOException {
    String play = Files.readString(directory.resolve("play.txt"));
    int cut = (int) Math.floor(play.length() * (1 - CONFIG.prepare().validationFraction()));
    Path text = Files.writeString(directory.resolve("end.txt"), play.substring(cut));
    EvaluationReport report = evaluate(EvaluationRequest.VALIDATION, text);
    EvaluationReport part = evaluate(EvaluationRequest.VALIDATION, null);
    assertThat(report.text()).isEqualTo("end.txt");
    assertThat(report.streaming()).isEqualTo(part.streaming());
    assertThat(report.windows()).isEqualTo(part.windows());
    assertThat(report.costs()).isEqualTo(part.costs());
  }

  @Test
  void aLookInsideShowsTheCostsOfTheSameText() throws IOException {
    run.experiment("out", CONFIG, new RecordedProgress())
        .inspect(new EvaluationRequest(EvaluationRequest.VALIDATION, null));
    EvaluationReport report = evaluate(EvaluationRequest.VALIDATION, null);
    JsonNode texts = Markup.data(Files.readString(run.files("out").inspection())).path("texts");
    double bits = 0;
    for (JsonNode cost : texts.path(0).path("bits")) {
      bits += cost.asDouble(0);
    }
    assertThat(texts.path(0).path("name").stringValue()).isEqualTo("validation text");
    assertThat(texts.path(0).path("tokens").size()).isEqualTo((int) report.tokens());
    assertThat(bits / (report.tokens() - 1))
        .isCloseTo(report.streaming().bitsPerCharacter(), within(1e-5));
    assertThat(texts.path(1).path("name").stringValue()).isEqualTo("sample.txt");
    StringBuilder sample = new StringBuilder();
    texts.path(1).path("tokens").forEach(token -> sample.append(token.stringValue()));
    assertThat(run.files("out").sample()).hasContent(sample.toString());
  }

  @Test
  void aChangedTextIsNotPreparedOverTheOneOfTheModel() throws IOException {
    EvaluationReport before = evaluate(EvaluationRequest.VALIDATION, null);
    Path prepared = run.files("out").prepared().resolve("tokens.npy");
    byte[] tokens = Files.readAllBytes(prepared);
    String play = Files.readString(directory.resolve("play.txt"));
    Files.writeString(directory.resolve("play.txt"), play + play);
    RecordedProgress progress = new RecordedProgress();
    EvaluationReport after =
        run.experiment("out", CONFIG, progress)
            .evaluate(new EvaluationRequest(EvaluationRequest.VALIDATION, null));
    assertThat(after.json()).isEqualTo(before.json());
    assertThat(prepared).hasBinaryContent(tokens);
    assertThat(progress.warnings)
        .singleElement()
        .asString()
        .startsWith("The model is that of a former run: corpus.file was ")
        .endsWith(" trains it anew.");
  }

  @Test
  void aTextThatWasPreparedSinceIsRefused() throws IOException {
    String play = Files.readString(directory.resolve("play.txt"));
    Files.writeString(directory.resolve("play.txt"), play + play);
    run.experiment("out", CONFIG, new RecordedProgress()).prepare(false);
    assertThatThrownBy(() -> evaluate(EvaluationRequest.VALIDATION, null))
        .hasMessage(
            "corpus: found a prepared text with the SHA-256 "
                + Sha256.of(play + play)
                + ", expected "
                + Sha256.of(play)
                + ", as report.json says."
                + " Train again, or judge the model on a file with -Drnn.text.");
  }

  @Test
  void aTextThatTheModelCannotReadIsRefused() throws IOException {
    Path other = Files.writeString(directory.resolve("other.txt"), "so LONG");
    assertThatThrownBy(() -> evaluate(EvaluationRequest.TRAIN, other))
        .hasMessageContaining("other.txt: found")
        .hasMessageContaining("U+004C");
    Path one = Files.writeString(directory.resolve("one.txt"), "s");
    assertThatThrownBy(() -> evaluate(EvaluationRequest.TRAIN, one))
        .hasMessageContaining("one.txt: found 1 token, expected at least 2");
    Path bytes = Files.write(directory.resolve("bytes.txt"), new byte[] {(byte) 0xFF, 's'});
    assertThatThrownBy(() -> evaluate(EvaluationRequest.TRAIN, bytes))
        .hasMessageContaining("bytes.txt: found byte 0xFF at offset 0")
        .hasMessageEndingWith("Convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW.");
    assertThatThrownBy(() -> evaluate(EvaluationRequest.TRAIN, directory.resolve("none.txt")))
        .hasMessageContaining("none.txt: found no such file");
  }

  @Test
  void aModelOfBytesIsJudgedOnAnyFileOfItsBytes() throws IOException {
    byte[] bytes = new byte[2_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i % 3 == 0 ? 0xFF : i % 7 == 0 ? 0x80 : i % 5 == 0 ? 0 : '\r');
    }
    Files.write(directory.resolve("play.txt"), bytes);
    ExperimentConfig config =
        PlayRun.config("training.keepBest=false", "prepare.unit=byte", "generation.prompt=\"\\r\"");
    run.train("bytes", config);
    Path same = Files.write(directory.resolve("same.bin"), bytes);
    EvaluationReport report = evaluate("bytes", config, EvaluationRequest.TRAIN, same);
    assertThat(report.tokens()).isEqualTo(bytes.length);
    // In UTF-8, 0x80 alone begins no character.
    long characters = IntStream.range(0, bytes.length).filter(i -> bytes[i] != (byte) 0x80).count();
    assertThat(report.streaming().bitsPerCharacter())
        .isCloseTo(
            report.streaming().nats() / Math.log(2) * bytes.length / characters, within(1e-12));
    assertThat(report.costs()).extracting(Cost::token).contains("0xFF", "0x80", "\0", "\r");

    Path other = Files.write(directory.resolve("other.bin"), new byte[] {0, (byte) 0xFE});
    assertThatThrownBy(() -> evaluate("bytes", config, EvaluationRequest.TRAIN, other))
        .hasMessageContaining("other.bin: found 0xFE as byte 2 of 2, expected bytes of the corpus")
        .hasMessageEndingWith("Leave it out, or train on a corpus that has it.");
  }

  @Test
  void aSplitThatIsNoneIsRefused() {
    assertThatThrownBy(() -> evaluate("dev", null))
        .hasMessage(
            "rnn.split: found dev, expected train, validation or test. Correct -Drnn.split.");
    run.train("whole", PlayRun.config("prepare.validationFraction=0"));
    assertThatThrownBy(
            () ->
                run.experiment(
                        "whole",
                        PlayRun.config("prepare.validationFraction=0"),
                        new RecordedProgress())
                    .evaluate(new EvaluationRequest("validation", null)))
        .hasMessageContaining("the split validation: found 0 tokens");
  }

  private EvaluationReport evaluate(String split, @Nullable Path text) {
    return evaluate("out", CONFIG, split, text);
  }

  private EvaluationReport evaluate(
      String output, ExperimentConfig config, String split, @Nullable Path text) {
    return run.experiment(output, config, new RecordedProgress())
        .evaluate(new EvaluationRequest(split, text));
  }
}
