package io.github.rnnlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "0, 3, 0.000",
    "1, 2, 1.00",
    "-1.25, 1, -1.2",
    "1.35, 1, 1.4",
    "0.125, 2, 0.12",
    "0.375, 2, 0.38",
    "2.675, 2, 2.67",
    "0.5, 0, 0",
    "1.5, 0, 2",
    "1e21, 1, 1000000000000000000000.0",
    "4.9e-324, 6, 0.000000",
    "1e-6, 6, 0.000001"
  })
  void roundsTheExactValueToTheNearestAndHalvesToEven(double value, int digits, String expected) {
    assertThat(Decimal.fixed(value, digits)).isEqualTo(expected);
  }

  @Test
  void writesAPointInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(Decimal.fixed(1234.5, 2)).isEqualTo("1234.50");
    } finally {
      Locale.setDefault(before);
    }
  }
}
