package io.github.rnnlab.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.corpus.Golden;
import io.github.rnnlab.file.AtomicFile;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SplitTest {
  @TempDir private Path directory;

  @Test
  void cutsTinyShakespeareWhereEveryoneDoes() {
    TokenStore tokens = store(1_115_394);
    Split split = Split.of(tokens, 0.1, 0, 100, 3);
    assertThat(split.training().from()).isZero();
    assertThat(split.training().to()).isEqualTo(1_003_854);
    assertThat(split.validation().from()).isEqualTo(1_003_854);
    assertThat(split.validation().to()).isEqualTo(1_115_394);
  }

  @Test
  void windowsLieWhollyWithinTheirPart() {
    TokenStore tokens = store(100);
    for (int length = 1; length < 12; length++) {
      for (int stride = 1; stride < 15; stride++) {
        Split split = Split.of(tokens, 0.3, 0, length, stride);
        Windows part = split.training();
        int[] window = new int[length + 1];
        long expected = 0;
        for (long start = part.from(); start + length + 1 <= part.to(); start += stride) {
          part.read(expected++, window);
          int first = (int) start;
          assertThat(window).isEqualTo(IntStream.rangeClosed(first, first + length).toArray());
        }
        assertThat(part.count()).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, 1, 1",
    "3, 1, 2",
    "256, 1, 255",
    "257, 1, 256",
    "258, 1, 256",
    "513, 2, 256",
    "768, 2, 256",
    "769, 3, 256"
  })
  void judgesInWindowsOf256PredictionsSideBySide(int heldOut, int count, int predictions) {
    int size = 10 * heldOut;
    Windows windows = Split.of(store(size), 0.1, 0, 7, 3).validation();
    assertThat(windows.to() - windows.from()).isEqualTo(heldOut);
    assertThat(windows.count()).isEqualTo(count);
    int[] window = new int[predictions + 1];
    assertThat(windows.length()).isEqualTo(window.length);
    for (int i = 0; i < count; i++) {
      windows.read(i, window);
      int first = size - heldOut + i * predictions;
      assertThat(window).isEqualTo(IntStream.rangeClosed(first, first + predictions).toArray());
    }
  }

  @Test
  void hasNoValidationWindowsForTheFractionZero() {
    Split split = Split.of(store(50), 0, 0, 9, 5);
    assertThat(split.training().count()).isEqualTo(9);
    assertThat(split.validation().count()).isZero();
    assertThatThrownBy(() -> split.validation().read(0, new int[10]))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void cutsAMatrixBetweenItsRows() {
    TokenStore tokens = TokenStore.open(Golden.file("read_matrix.npy"));
    Split split = Split.of(tokens, 0.4, 0, 3, 77);
    assertThat(split.training().count()).isEqualTo(1);
    assertThat(split.validation().count()).isEqualTo(2);
    int[] row = new int[4];
    split.validation().read(1, row);
    assertThat(row).containsExactly(8, 9, 10, 11);
  }

  @Test
  void refusesPartsWithoutAWindowAndFractionsThatAreNone() {
    TokenStore tokens = store(50);
    assertThatThrownBy(() -> Split.of(tokens, 0.02, 0, 5, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "prepare.validationFraction: found 1 token for validation, expected at least one"
                + " window of 2");
    assertThatThrownBy(() -> Split.of(tokens, 0.99, 0, 5, 1))
        .hasMessageContaining("0 tokens for training");
    for (double fraction : new double[] {-0.1, 1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> Split.of(tokens, fraction, 0, 5, 1))
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void theTestIsTheEndOfTheText() {
    for (int size : new int[] {50, 101, 997}) {
      for (double validation : new double[] {0, 0.1, 0.25}) {
        Split split = Split.of(store(size), validation, 0.2, 5, 3);
        assertThat(split.training().from()).isZero();
        assertThat(split.training().to())
            .isEqualTo((long) Math.floor(size * (1 - validation - 0.2)))
            .isEqualTo(split.validation().from());
        assertThat(split.validation().to())
            .isEqualTo((long) Math.floor(size * 0.8))
            .isEqualTo(split.test().from());
        assertThat(split.test().to()).isEqualTo(size);
        assertThat(split.test().count()).isPositive();
        assertThat(split.validation().count() > 0).isEqualTo(validation > 0);
      }
    }
  }

  @Test
  void withoutATestTheOtherPartsStayAsTheyWere() {
    Split split = Split.of(store(1000), 0.1, 0, 5, 3);
    assertThat(split.test().count()).isZero();
    assertThat(split.training().to()).isEqualTo(900);
    assertThat(split.validation().to()).isEqualTo(1000);
    Split none = Split.of(store(1000), 0, 0, 5, 3);
    assertThat(none.validation().count() + none.test().count()).isZero();
  }

  @Test
  void refusesATestThatLeavesNothing() {
    TokenStore tokens = store(50);
    assertThatThrownBy(() -> Split.of(tokens, 0.1, 0.02, 5, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("prepare.testFraction: found 1 token for the test");
    assertThatThrownBy(() -> Split.of(tokens, 0.1, 0.85, 5, 1))
        .hasMessageStartingWith("prepare.testFraction: found 2 tokens for training");
    for (double fraction : new double[] {-0.1, 0.9, 1, Double.NaN}) {
      assertThatThrownBy(() -> Split.of(tokens, 0.1, fraction, 5, 1))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("prepare.testFraction: found ");
    }
  }

  /** Returns a store whose ids are 0, 1, 2 … */
  private TokenStore store(int size) {
    Path file = directory.resolve("tokens" + size + ".npy");
    AtomicFile.write(
        file,
        channel -> {
          TokenWriter writer = new TokenWriter(channel, NpyType.INT32);
          writer.append(IntStream.range(0, size).toArray(), size);
          writer.finish(size);
        });
    return TokenStore.open(file);
  }
}
