package io.github.rnnlab.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.prepare.Preparations;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VocabularyTest {
  private static final String HIGHEST_BMP = "\uFFFD";
  private static final String SUPPLEMENTARY = "\uD834\uDD1E";

  @Test
  void anIdIsARankByCodePoint() {
    Vocabulary vocabulary = Vocabulary.of(List.of("\n", "a", "é", SUPPLEMENTARY));
    assertThat(vocabulary.size()).isEqualTo(4);
    assertThat(vocabulary.symbol(2)).isEqualTo("é");
    assertThat(vocabulary.encode("é" + SUPPLEMENTARY + "a\n", "x")).containsExactly(2, 3, 1, 0);
    assertThat(Preparations.text(vocabulary, new int[] {3, 3, 1}))
        .isEqualTo(SUPPLEMENTARY + SUPPLEMENTARY + "a");
  }

  @Test
  void ordersByCodePointAndNotByUtf16() {
    assertThat(HIGHEST_BMP.compareTo(SUPPLEMENTARY)).isPositive();
    assertThat(Vocabulary.of(List.of(HIGHEST_BMP, SUPPLEMENTARY)).size()).isEqualTo(2);
    assertThatThrownBy(() -> Vocabulary.of(List.of(SUPPLEMENTARY, HIGHEST_BMP)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("vocabulary[1]")
        .hasMessageContaining("ascending");
  }

  @Test
  void knowsItsCharactersAndNoOther() {
    Vocabulary vocabulary = Vocabulary.of(List.of("\n", "b", SUPPLEMENTARY));
    assertThat(vocabulary.contains("\n")).isTrue();
    assertThat(vocabulary.contains(SUPPLEMENTARY)).isTrue();
    assertThat(vocabulary.contains("a")).isFalse();
    assertThat(vocabulary.contains("")).isFalse();
    assertThat(vocabulary.contains("bb")).isFalse();
  }

  @Test
  void namesTheFirstCharacterOutside() {
    Vocabulary vocabulary = Vocabulary.of(List.of("\n", "a", "b"));
    assertThatThrownBy(() -> vocabulary.encode("ab" + SUPPLEMENTARY + "é", "generation.prompt"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("generation.prompt: found ")
        .hasMessageContaining("'" + SUPPLEMENTARY + "' (U+1D11E) as character 3 of 4")
        .hasMessageContaining("U+000A a b");
    assertThatThrownBy(() -> vocabulary.encode("\uD834", "-Drnn.prompt"))
        .hasMessageContaining("found U+D834 as character 1 of 1");
  }

  @Test
  void refusesSymbolsThatAreNotOneCharacter() {
    for (String symbol : List.of("", "ab", "\uD834", "\uDD1E\uD834")) {
      assertThatThrownBy(() -> Vocabulary.of(List.of("A", symbol)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("exactly one");
    }
  }

  @Test
  void refusesRepeatedTooFewAndNoCharacters() {
    for (List<String> symbols : List.of(List.of("a", "a"), List.of("a"), List.<String>of())) {
      assertThatThrownBy(() -> Vocabulary.of(symbols)).isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void isEqualIfItsCharactersAre() {
    Vocabulary vocabulary = Vocabulary.of(List.of("a", "b"));
    assertThat(vocabulary).isEqualTo(Vocabulary.ofSorted(new int[] {'a', 'b'}));
    assertThat(vocabulary).hasSameHashCodeAs(Vocabulary.of(List.of("a", "b")));
    assertThat(vocabulary).isNotEqualTo(Vocabulary.of(List.of("a", "c")));
  }
}
