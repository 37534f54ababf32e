package io.github.rnnlab.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.corpus.Vocabulary;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptTest {
  private static final String DEFAULT =
      ExperimentConfigs.parse("{\"name\": \"a\", \"corpus\": {\"file\": \"a\"}}", "a.json")
          .generation()
          .prompt();

  @Test
  void aTextWithLineFeedsIsBegunWithOne() {
    int[] prompt = Prompt.ids(DEFAULT, Vocabulary.of(List.of("\n", " ", "a")));
    assertThat(prompt).containsExactly(0);
  }

  @Test
  void aTextWithoutLineFeedsIsBegunWithASpace() {
    int[] prompt = Prompt.ids(DEFAULT, Vocabulary.of(List.of("\r", " ", "a")));
    assertThat(prompt).containsExactly(1);
  }

  @Test
  void aTextWithNeitherIsBegunWithItsFirstCharacter() {
    int[] prompt = Prompt.ids(DEFAULT, Vocabulary.of(List.of("é", "\uD834\uDD1E")));
    assertThat(prompt).containsExactly(0);
  }

  @Test
  void anyOtherPromptHasToFit() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Prompt.ids("\n\n", Vocabulary.of(List.of(" ", "a"))))
        .withMessageStartingWith("generation.prompt: found U+000A as character 1 of 2");
  }
}
