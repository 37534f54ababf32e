package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.sample.TextModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on other tokens than characters. */
final class TokenRunTest {
  @TempDir private Path directory;
  private PlayRun run;

  @BeforeEach
  void writeTheText() throws IOException {
    run = PlayRun.in(directory);
  }

  @Test
  void theBytesOfAnAsciiTextTrainAsItsCharacters() throws IOException {
    run.train("chars", PlayRun.config());
    run.train("bytes", PlayRun.config("prepare.unit=byte"));
    RunReport chars = report("chars");
    RunReport bytes = report("bytes");
    assertThat(bytes.epochs()).isEqualTo(chars.epochs());
    assertThat(bytes.corpus().tokens()).isEqualTo(chars.corpus().characters());
    assertThat(chars.corpus().tokens()).isNull();
    assertThat(run.files("bytes").sample()).hasSameBinaryContentAs(run.files("chars").sample());
  }

  @Test
  void anyFileTrainsAndWritesBytes() throws IOException {
    byte[] bytes = new byte[3000];
    new Random(5).nextBytes(bytes);
    Files.write(directory.resolve("play.txt"), bytes);
    String[] overrides = {"prepare.unit=byte", "training.epochs=1", "generation.prompt=A"};
    run.train("out", PlayRun.config(overrides));
    RunReport report = report("out");
    long characters = report.corpus().characters();
    assertThat(report.corpus().tokens()).isEqualTo(3000).isGreaterThan(characters);
    EpochRecord epoch = report.epochs().get(0);
    assertThat(epoch.trainingBitsPerCharacter())
        .isEqualTo(3000.0 / characters * (epoch.trainingLoss() / StrictMath.log(2)));
    byte[] sample = Files.readAllBytes(run.files("out").sample());
    assertThat(sample).hasSize(31).startsWith('A');
    assertThat(
            PlayRun.bytes(run.experiment("out", PlayRun.config(overrides), new RecordedProgress())))
        .isEqualTo(sample);
    TextModel model = TextModel.load(run.files("out").model());
    assertThat(model.generate("A", 30, 0.8, 7)).startsWith("A");
  }

  @Test
  void aPromptWithAnUnknownByteIsRefused() {
    assertThatThrownBy(
            () -> run.train("out", PlayRun.config("prepare.unit=byte", "generation.prompt=\u00e9")))
        .hasMessageContaining("generation.prompt: found 0xC3 as byte 1 of 2, in UTF-8");
  }

  @Test
  void wordsTrainAndWriteWords() throws IOException {
    String[] overrides = {
      "prepare.unit=word", "prepare.validationFraction=0.2", "generation.prompt=so much life"
    };
    Files.writeString(
        directory.resolve("play.txt"), Files.readString(directory.resolve("play.txt")) + " once");
    run.train("out", PlayRun.config(overrides));
    RunReport report = report("out");
    long tokens = Objects.requireNonNull(report.corpus().tokens());
    assertThat(report.corpus().characters()).isEqualTo(71 * 6 + 5);
    assertThat(tokens).isLessThan(report.corpus().characters());
    EpochRecord epoch = report.epochs().get(2);
    assertThat(epoch.validationBitsPerCharacter())
        .isEqualTo(
            (double) tokens
                / report.corpus().characters()
                * (Objects.requireNonNull(epoch.validationLoss()) / StrictMath.log(2)));
    assertThat(run.files("out").sample()).content().startsWith("so <unk> life");
    assertThat(
            PlayRun.bytes(run.experiment("out", PlayRun.config(overrides), new RecordedProgress())))
        .isEqualTo(Files.readAllBytes(run.files("out").sample()));
    run.train("again", PlayRun.config(overrides));
    run.assertSameBytes("again", "out");
  }

  @Test
  void aPromptWithAnUnknownWordIsRefusedWhereNoWordIsUnknown() {
    assertThatThrownBy(
            () ->
                run.train(
                    "out",
                    PlayRun.config(
                        "prepare.unit=word",
                        "prepare.minimumCount=1",
                        "generation.prompt=so much life")))
        .hasMessageStartingWith("generation.prompt: found \"much\" as word 2 of 3");
  }

  private RunReport report(String output) {
    return RunReport.read(run.files(output).report());
  }
}
