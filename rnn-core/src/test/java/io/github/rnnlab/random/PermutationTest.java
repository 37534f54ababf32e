package io.github.rnnlab.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 15, 16, 17, 1000, 1023, 1025, 4097})
  void givesEveryNumberOnce(long size) {
    Permutation order = new Permutation(size, RandomStream.named(5, "shuffle"));
    assertThat(LongStream.range(0, size).map(order::at).sorted().toArray())
        .isEqualTo(LongStream.range(0, size).toArray());
  }

  @Test
  void differsBetweenDrawsFromOneStream() {
    RandomStream stream = RandomStream.named(5, "shuffle");
    Permutation first = new Permutation(1000, stream);
    Permutation second = new Permutation(1000, stream);
    assertThat(LongStream.range(0, 1000).filter(i -> first.at(i) == second.at(i)).count())
        .isLessThan(10);
  }

  @Test
  void reachesEveryPositionAboutEquallyOften() {
    RandomStream stream = RandomStream.named(5, "positions");
    int[] counts = new int[10];
    for (int i = 0; i < 20_000; i++) {
      counts[(int) new Permutation(10, stream).at(0)]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(1_830, 2_170);
    }
  }

  @Test
  void worksWithSizesBeyondInt() {
    Permutation order = new Permutation(1L << 40, RandomStream.named(5, "large"));
    assertThat(order.at((1L << 40) - 1)).isBetween(0L, (1L << 40) - 1);
  }

  @Test
  void refusesWhatHasNoOrder() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Permutation(0, RandomStream.named(5, "shuffle")));
    Permutation order = new Permutation(3, RandomStream.named(5, "shuffle"));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> order.at(3));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> order.at(-1));
  }
}
