package io.github.rnnlab.word;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordSplitterTest {
  /** Words of a text, with | between them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "Shall I compare thee?#Shall|I|compare|thee|?",
        "summer's day, o' the year#summer's|day|,|o|'| |the|year",
        "It costs $3.14, or 1,000 at 12:30.#It|costs|$|3|.|14|,|or|1|,|000|at|12|:|30|.",
        "a well-known (very good) thing#a|well|-|known|(|very|good|)|thing",
        "a  b#a| | |b",
        "a.b#a|.|<join>|b",
        "f(x)#f|<join>|(|x|)",
        "1. 2#1|.| |2",
        "the 2nd B2B x2#the|2nd|B2B|x2",
        "<unk> <join>#<|unk|>| |<|join|>",
        "“Oh,” l’été#“|Oh|,|”|l’été",
        "Straße Привет Γειά नमस्ते مرحبا 안녕하세요#Straße|Привет|Γειά|नमस्ते|مرحبا|안녕하세요",
        "日本語、テスト。#日|本|語|、|テ|ス|ト|。",
        "สวัสดี#ส|ว|ั|ส|ด|ี",
        "ok 👍🏽!#ok| |👍|🏽|!",
      })
  void splits(String text, String words) {
    assertThat(String.join("|", words(text, text.length() + 1))).isEqualTo(words);
    assertThat(text(words(text, 1))).isEqualTo(text);
  }

  @Test
  void keepsLineEndsTabsAndControls() {
    String text = "\ufeffone\r\n\r\n\ttwo \n three\u0000four\u2028five\u00a0six";
    assertThat(words(text, 2))
        .containsExactly(
            "\ufeff", "one", "\r", "\n", "\r", "\n", "\t", "two", " ", "\n", " ", "three", "\u0000",
            "four", "\u2028", "five", "\u00a0", "six");
    assertThat(text(words(text, 2))).isEqualTo(text);
  }

  @Test
  void cutsLongRuns() {
    String text = "a'".repeat(100) + "b".repeat(WordSplitter.MOST_CODE_POINTS + 1) + "'s";
    List<String> words = words(text, 7);
    assertThat(words).allSatisfy(word -> assertThat(WordSplitter.isWord(word)).isTrue());
    assertThat(words).allSatisfy(word -> assertThat(word.length()).isLessThanOrEqualTo(64));
    assertThat(text(words)).isEqualTo(text);
  }

  /** Every text comes back, however it is cut into chunks; and every word is one. */
  @Test
  void losesNothing() {
    String[] signs = {
      "a",
      "b",
      "Z",
      "7",
      "0",
      " ",
      " ",
      " ",
      "'",
      "’",
      ".",
      ",",
      ":",
      ";",
      "-",
      "(",
      ")",
      "$",
      "%",
      "\"",
      "“",
      "\n",
      "\r",
      "\t",
      "\u0000",
      "é",
      "е\u0301",
      "日",
      "ก",
      "👍",
      "\u200d",
      "\u2028",
      "<",
      "a".repeat(63),
      "\ud83c\udffd",
      "،",
      "।",
      "₹",
      "№",
      "\ue000",
      "\ufe0f",
      "\ud87e\udc00"
    };
    for (int seed = 1; seed <= 2000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(40);
      int kinds = 1 + random.nextInt(signs.length);
      for (int i = 0; i < length; i++) {
        text.append(signs[(random.nextInt(kinds) + seed) % signs.length]);
      }
      List<String> words = words(text.toString(), 1 + random.nextInt(9));
      assertThat(text(words)).as("seed %d", seed).isEqualTo(text.toString());
      assertThat(words).isEqualTo(words(text.toString(), 1000));
      assertThat(words).allSatisfy(word -> assertThat(WordSplitter.isWord(word)).isTrue());
    }
  }

  @Test
  void losesNoCodePoint() {
    StringBuilder text = new StringBuilder();
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
        text.appendCodePoint(codePoint).append(codePoint % 3 == 0 ? " " : "x");
      }
    }
    assertThat(text(words(text.toString(), 1 << 16)).equals(text.toString())).isTrue();
  }

  @Test
  void knowsWhatIsNoWord() {
    for (String string :
        List.of("", "a b", "'s", "a-b", "  ", "a'", "\ud800", "a\udc00", "<foo>")) {
      assertThat(WordSplitter.isWord(string)).as(string).isFalse();
    }
    for (String string : List.of("a", " ", "<unk>", "<join>", "o'er", "\n", "x".repeat(64))) {
      assertThat(WordSplitter.isWord(string)).as(string).isTrue();
    }
    assertThat(WordSplitter.isWord("x".repeat(65))).isFalse();
  }

  /** What a model writes need not be what a text has. */
  @Test
  void makesTextOfAnyWords() {
    assertThat(
            text(List.of("<unk>", "<unk>", ".", "<join>", "<join>", "a", " ", " ", "1", ",", "2")))
        .isEqualTo("<unk> <unk>.a  1,2");
  }

  private static List<String> words(String text, int chunk) {
    List<String> words = new ArrayList<>();
    WordSplitter splitter = new WordSplitter(words::add);
    int[] codePoints = text.codePoints().toArray();
    for (int from = 0; from < codePoints.length; from += chunk) {
      int count = Math.min(chunk, codePoints.length - from);
      int[] some = new int[count];
      System.arraycopy(codePoints, from, some, 0, count);
      splitter.read(some, count);
    }
    splitter.end();
    return words;
  }

  private static String text(List<String> words) {
    Spacing spacing = new Spacing();
    StringBuilder text = new StringBuilder();
    for (String word : words) {
      text.append(spacing.isBefore(word) ? " " : "");
      text.append(word.equals(Spacing.JOIN) ? "" : word);
      spacing.read(word);
    }
    return text.toString();
  }
}
