package io.github.rnnlab.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class JsonTest {
  private enum Side {
    LEFT,
    RIGHT
  }

  private record Point(int x, double y, @Nullable String label) {}

  private record Whole(
      long number,
      boolean flag,
      Side side,
      Path path,
      @Nullable Long optional,
      @Nullable Double missing,
      List<Point> points,
      Map<String, Object> free) {}

  private record Labels(String first, @Nullable String second) {}

  private static final Whole WHOLE =
      new Whole(
          1L << 40,
          true,
          Side.RIGHT,
          Path.of("a/ö"),
          7L,
          null,
          List.of(new Point(1, 1e-8, "\"\n\u0001𝄞"), new Point(-2, Double.NaN, null)),
          free());

  private static Map<String, Object> free() {
    Map<String, Object> free = new LinkedHashMap<>();
    free.put("z", List.of(1, 2.5, "x", false));
    free.put("a", Map.of("inner", BigInteger.TWO.pow(70)));
    return free;
  }

  @Test
  void writesARecordInTheOrderOfItsComponentsWithoutNulls() {
    assertThat(Json.pretty(WHOLE))
        .isEqualTo(
            """
            {
              "number" : 1099511627776,
              "flag" : true,
              "side" : "RIGHT",
              "path" : "a/ö",
              "optional" : 7,
              "points" : [ {
                "x" : 1,
                "y" : 1.0E-8,
                "label" : "\\"\\n\\u0001𝄞"
              }, {
                "x" : -2,
                "y" : "NaN"
              } ],
              "free" : {
                "z" : [ 1, 2.5, "x", false ],
                "a" : {
                  "inner" : 1180591620717411303424
                }
              }
            }
            """);
  }

  @Test
  void sortsKeysOfRecordsAndMapsInCanonicalJson() {
    assertThat(Json.canonical(WHOLE))
        .isEqualTo(
            """
            {"flag":true,"free":{"a":{"inner":1180591620717411303424},"z":[1,2.5,"x",false]},\
            "number":1099511627776,"optional":7,"path":"a/ö",\
            "points":[{"label":"\\"\\n\\u0001𝄞","x":1,"y":1.0E-8},{"x":-2,"y":"NaN"}],\
            "side":"RIGHT"}""");
    assertThat(Json.canonical(Json.tree("{\"b\": [{\"d\": null, \"c\": 1}], \"a\": 0.5}")))
        .isEqualTo("{\"a\":0.5,\"b\":[{\"c\":1,\"d\":null}]}");
  }

  @Test
  void readsWhatItWrote() {
    assertThat(Json.read(Json.line(WHOLE), Whole.class)).isEqualTo(WHOLE);
    assertThat(Json.read(Json.pretty(WHOLE), Whole.class)).isEqualTo(WHOLE);
    assertThat(Json.line(Json.tree(Json.pretty(WHOLE)))).isEqualTo(Json.line(WHOLE));
  }

  @Test
  void makesMapsOfRecords() {
    assertThat(Json.object(WHOLE))
        .containsEntry(
            "points",
            List.of(
                Map.of("x", 1, "y", 1e-8, "label", "\"\n\u0001𝄞"),
                Map.of("x", -2, "y", Double.NaN)))
        .doesNotContainKey("missing");
  }

  @ParameterizedTest
  @CsvSource({
    "2e-3, 0.002",
    "2e23, 2.0E23",
    "4.9e-324, 4.9E-324",
    "1.0e-5, 1.0E-5",
    "9007199254740993, 9.007199254740992E15",
    "-0.0, -0.0"
  })
  void writesTheShortestDigits(double number, String digits) {
    assertThat(Json.line(number)).isEqualTo(digits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"x\": 1, \"y\": 2, \"z\": 3}",
        "{\"x\": 1}",
        "{\"x\": null, \"y\": 2}",
        "{\"x\": \"1\", \"y\": 2}",
        "{\"x\": 1.5, \"y\": 2}",
        "{\"x\": 3000000000, \"y\": 2}",
        "{\"x\": 1, \"y\": \"2\"}",
        "{\"x\": 1, \"y\": true}",
        "{\"x\": 1, \"y\": 2, \"label\": 3}",
        "{\"x\": 1, \"x\": 1, \"y\": 2}",
        "{\"x\": 1, \"y\": 2} 3",
        "[]",
        "null",
        ""
      })
  void refusesWhatIsNoSuchRecord(String text) {
    assertThatThrownBy(() -> Json.read(text, Point.class)).isInstanceOf(JacksonException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"points\": [null]",
        "\"points\": null",
        "\"free\": {\"a\": null}",
        "\"free\": {\"a\": [null]}",
        "\"free\": {\"a\": 1e999}",
        "\"points\": [{\"x\": 1, \"y\": 1e999}]",
        "\"side\": null"
      })
  void refusesWhatNoRecordHolds(String member) {
    String key = member.substring(0, member.indexOf(':'));
    String text =
        Json.line(WHOLE)
            .replaceFirst(key + ":(\\[.*\\](?=,\"free)|\"[A-Z]+\"|\\{.*\\}(?=\\}$))", "@");
    assertThat(text).contains("@");
    assertThatThrownBy(() -> Json.read(text.replace("@", member), Whole.class))
        .isInstanceOf(JacksonException.class);
  }

  @Test
  void namesAComponentThatIsAbsent() {
    assertThatThrownBy(() -> Json.read("{\"second\": \"b\"}", Labels.class))
        .isInstanceOfSatisfying(
            JacksonException.class,
            e -> assertThat(e.getOriginalMessage()).isEqualTo("nothing instead of String"));
    assertThat(Json.read("{\"first\": \"a\", \"second\": null}", Labels.class))
        .isEqualTo(new Labels("a", null));
  }

  @Test
  void saysWhereAValueIsWrong() {
    String text = Json.line(WHOLE).replace("\"x\":-2", "\"x\":true");
    assertThatThrownBy(() -> Json.read(text, Whole.class))
        .isInstanceOfSatisfying(
            JacksonException.class,
            e -> {
              assertThat(e.getOriginalMessage()).isEqualTo("true instead of int");
              assertThat(e.getPathReference()).contains("points", "[1]", "\"x\"");
            });
  }

  @Test
  void tellsAnUnknownKey() {
    assertThatThrownBy(() -> Json.read("{\"x\": 1, \"y\": 2, \"zz\": 3}", Point.class))
        .hasMessageContaining("the unknown key zz");
  }

  @Test
  void refusesToWriteWhatHasNoForm() {
    assertThatThrownBy(() -> Json.line(new Object())).hasMessageContaining("java.lang.Object");
  }

  /** Names of files can be long, and so can a generated text. */
  @Test
  void readsKeysAndTextsOfAnyLengthThatItWrites() {
    String key = "k".repeat(100_000);
    assertThat(Json.tree(Json.line(Map.of(key, 1))).path(key).intValue()).isEqualTo(1);
    assertThat(Json.STREAMS.streamReadConstraints().getMaxStringLength())
        .isEqualTo(Integer.MAX_VALUE);
  }
}
