package io.github.rnnlab.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The literal numbers come from {@code src/test/python/random_stream.py}. */
class RandomStreamTest {
  private static final int DRAWS = 1_000_000;

  @Test
  void startsWithTheNumbersOfAnIndependentProgram() {
    assertThat(first(4, RandomStream.named(5, "init")))
        .containsExactly(
            0x344ee5b0de1ae134L, 0x2e322e62d9077b79L, 0x5e883cdbe0fc7036L, 0x6728c6445953c2fbL);
    assertThat(first(4, RandomStream.named(5, "shuffle")))
        .containsExactly(
            0xffcfc0bff76cbed3L, 0x767749b86753d703L, 0xd578d5b38ef2973fL, 0x351e496a73d1e28eL);
    assertThat(first(4, RandomStream.named(-1, "größe 0")))
        .containsExactly(
            0xae8bec6db3a72a05L, 0x8fa1e6120f2b8777L, 0x2ba9cf6d02bc4253L, 0x29ae98cd18dca12cL);
  }

  @Test
  void drawsDoublesFromTheUpper53Bits() {
    RandomStream stream = RandomStream.named(5, "init");
    assertThat(stream.nextDouble()).isEqualTo(0x1.a2772d86f0d70p-3);
    assertThat(stream.nextDouble()).isEqualTo(0x1.71917316c83bcp-3);
    assertThat(stream.nextDouble()).isEqualTo(0x1.7a20f36f83f1cp-2);
  }

  @Test
  void drawsGaussiansInPairs() {
    RandomStream stream = RandomStream.named(5, "init");
    for (double expected :
        new double[] {
          -0.5054157627695869,
          -0.546228476483841,
          -1.701138797874626,
          -1.2626313516861811,
          0.32433444160257524,
          0.5211646754465544
        }) {
      assertThat(stream.nextGaussian()).isCloseTo(expected, within(1e-15));
    }
  }

  @Test
  void repeatsAStreamOfTheSameSeedAndName() {
    assertThat(first(100, RandomStream.named(7, "sample")))
        .isEqualTo(first(100, RandomStream.named(7, "sample")));
  }

  @Test
  void sharesNothingBetweenStreamsOfOtherNamesOrSeeds() {
    long[] drawn =
        LongStream.concat(
                LongStream.of(first(1000, RandomStream.named(5, "init"))),
                LongStream.concat(
                    LongStream.of(first(1000, RandomStream.named(5, "Init"))),
                    LongStream.of(first(1000, RandomStream.named(6, "init")))))
            .toArray();
    assertThat(LongStream.of(drawn).distinct().count()).isEqualTo(3000);
  }

  @Test
  void spreadsDoublesEvenlyOverTheUnitInterval() {
    RandomStream stream = RandomStream.named(5, "doubles");
    int[] tenths = new int[10];
    double sum = 0;
    for (int i = 0; i < DRAWS; i++) {
      double drawn = stream.nextDouble();
      assertThat(drawn >= 0 && drawn < 1).as("%s in [0, 1)", drawn).isTrue();
      tenths[(int) (drawn * 10)]++;
      sum += drawn;
    }
    // Four standard deviations of the mean: 4 sqrt(1 / 12 / draws).
    assertThat(sum / DRAWS).isCloseTo(0.5, within(1.2e-3));
    for (int count : tenths) {
      assertThat(count).isBetween(98_800, 101_200);
    }
  }

  @Test
  void drawsGaussiansWithTheMomentsOfTheStandardNormalDistribution() {
    RandomStream stream = RandomStream.named(5, "gaussians");
    double sum = 0;
    double squares = 0;
    double cubes = 0;
    double fourths = 0;
    for (int i = 0; i < DRAWS; i++) {
      double drawn = stream.nextGaussian();
      sum += drawn;
      squares += drawn * drawn;
      cubes += drawn * drawn * drawn;
      fourths += drawn * drawn * drawn * drawn;
    }
    // Four standard deviations of each estimate: sqrt(1, 2, 15 and 96 / draws).
    assertThat(sum / DRAWS).isCloseTo(0, within(4e-3));
    assertThat(squares / DRAWS).isCloseTo(1, within(5.7e-3));
    assertThat(cubes / DRAWS).isCloseTo(0, within(1.6e-2));
    assertThat(fourths / DRAWS).isCloseTo(3, within(4e-2));
  }

  private static long[] first(int count, RandomStream stream) {
    return LongStream.generate(stream::nextLong).limit(count).toArray();
  }
}
