package io.github.rnnlab.plan;

import io.github.rnnlab.Printable;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One combination of values in a sweep. Immutable.
 *
 * @param number its place in the sweep, from 1 on
 * @param values the swept keys and their values, as JSON, in the order of the sweep
 */
public record Trial(int number, Map<String, String> values) {
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?");

  /** Numbers with more of them are shown with an exponent. */
  private static final int MOST_ZEROS = 9;

  /** Copies the values. */
  public Trial {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Returns the values on one printable line, such as {@code model.layers=2 model.cell=gru}. */
  public String label() {
    return values.entrySet().stream()
        .map(value -> value.getKey() + "=" + Printable.line(shown(value.getValue())))
        .collect(Collectors.joining(" "));
  }

  /** Returns a value for readers: a string without its quotes, and 0.0005 in place of 5.0E-4. */
  public static String shown(String json) {
    if (json.startsWith("\"")) {
      return SweepFile.string(json);
    }
    if (!NUMBER.matcher(json).matches()) {
      return json;
    }
    BigDecimal number = new BigDecimal(json).stripTrailingZeros();
    return Math.abs(number.scale()) <= MOST_ZEROS ? number.toPlainString() : number.toString();
  }
}
