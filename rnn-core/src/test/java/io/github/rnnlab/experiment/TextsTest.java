package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextsTest {
  @TempDir private Path directory;
  private PlayRun run;

  @BeforeEach
  void writeTheText() throws IOException {
    run = PlayRun.in(directory);
  }

  @Test
  void aRunLeavesAPageOfAllTemperaturesBesideItsSample() throws IOException {
    run.train("one", PlayRun.config());
    run.train("more", PlayRun.config("generation.temperatures=[0,0.8]", "generation.samples=2"));

    assertThat(run.files("one").samples()).doesNotExist();
    String sample = Files.readString(run.files("one").sample());
    assertThat(run.files("more").sample()).hasContent(sample);
    String page = Files.readString(run.files("more").samples());
    assertThat(page)
        .startsWith("# Texts of play\n\n## Temperature 0.0, text 1 of 2\n\n```text\nso")
        .contains("## Temperature 0.8, text 1 of 2\n\n```text\n" + sample + "\n```\n")
        .endsWith("\n```\n");
    String[] texts = page.split("## ");
    assertThat(texts).hasSize(5);
    assertThat(texts[1].replace("1 of", "2 of")).as("greedy").isEqualTo(texts[2]);
    assertThat(texts[3].replace("1 of", "2 of")).as("drawn").isNotEqualTo(texts[4]);
  }

  @Test
  void aBeamWritesTheSampleAndTheTemperaturesThePage() throws IOException {
    run.train("greedy", PlayRun.config("generation.temperature=0"));
    run.train("beam", PlayRun.config("generation.beams=1", "generation.temperatures=[0.8]"));
    run.train("drawn", PlayRun.config("generation.temperatures=[0.8]"));
    assertThat(run.files("beam").sample()).hasSameBinaryContentAs(run.files("greedy").sample());
    assertThat(run.files("beam").samples()).hasSameBinaryContentAs(run.files("drawn").samples());
  }

  @Test
  void aPageThatIsNoLongerAskedForIsRemoved() throws IOException {
    run.train("out", PlayRun.config("generation.samples=2"));
    assertThat(run.files("out").samples()).exists();
    run.train("out", PlayRun.config());
    assertThat(run.files("out").samples()).doesNotExist();
  }

  @Test
  void severalTextsFollowEachOtherWithALineBefore() throws IOException {
    run.train("out", PlayRun.config());
    String sample = Files.readString(run.files("out").sample());
    String three =
        PlayRun.text(
            run.experiment("out", PlayRun.config("generation.samples=3"), new RecordedProgress()));
    assertThat(three).startsWith("--- 1 of 3 ---\n" + sample + "\n--- 2 of 3 ---\nso");
    assertThat(three).contains("\n--- 3 of 3 ---\nso").doesNotEndWith("\n");
  }

  @Test
  void whatEqualsTheFormerBehaviorChangesNoHash() {
    assertThat(PlayRun.config("generation.topP=1", "generation.samples=1").sha256())
        .isEqualTo(PlayRun.config().sha256());
    assertThat(PlayRun.config("generation.topP=0.5").sha256())
        .isNotEqualTo(PlayRun.config().sha256());
  }
}
