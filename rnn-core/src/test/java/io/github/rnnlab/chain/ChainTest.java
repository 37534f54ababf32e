package io.github.rnnlab.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.file.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChainTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "100, 1",
    "101, 2",
    "200, 2",
    "201, 5",
    "500, 5",
    "501, 10",
    "1000, 10",
    "1001, 20",
    "120000, 2000",
    "9223372036854775807, 100000000000000000"
  })
  void hasALinkEveryRoundNumberOfStepsAndAtMostAHundred(long steps, long every) {
    assertThat(Chain.every(steps)).isEqualTo(every);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 99, 100, 101, 137, 1000, 1001, 3333})
  void theLastStepAlwaysHasALink(int steps) {
    List<Long> linked = new ArrayList<>();
    Chain chain = run(steps, new DigestChain("origin", steps)).chain();
    chain.links().forEach(link -> linked.add(link.step()));
    assertThat(linked).last().isEqualTo((long) steps);
    assertThat(linked)
        .hasSizeLessThanOrEqualTo(Chain.MOST_LINKS)
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(linked.subList(0, linked.size() - 1)).allMatch(step -> step % chain.every() == 0);
  }

  @Test
  void rollsOverTheBitsOfEveryLoss() {
    Link link = run(2, new DigestChain("origin", 2)).chain().links().get(1);
    MessageDigest first = Sha256.digest();
    first.update(new byte[32]);
    first.update(ByteBuffer.allocate(8).putDouble(0, 1.0 / 2));
    assertThat(link.stepsSha256()).isEqualTo(HexFormat.of().formatHex(first.digest()));
    assertThat(link.loss()).isEqualTo(1.0 / 2);
  }

  @Test
  void linksFollowFromOneAnother() {
    List<Link> links = run(3, new DigestChain("origin", 3)).chain().links();
    assertThat(links.get(0).digest())
        .isEqualTo(
            Sha256.of(
                "origin\n{\"epoch\":1,\"loss\":1.0,\"momentsSha256\":\"m1\",\"step\":1,\"stepsSha256\":\""
                    + links.get(0).stepsSha256()
                    + "\",\"weights\":{\"by\":\"w1\"}}"));
    assertThat(links.get(1)).isEqualTo(links.get(1).after(links.get(0).digest()));
    assertThat(links.get(1)).isNotEqualTo(links.get(1).after("origin"));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 250, 1001})
  void goesOnFromEveryStep(int steps) {
    Chain whole = run(steps, new DigestChain("origin", steps)).chain();
    for (int stop = 0; stop <= steps; stop += 1 + steps / 97) {
      DigestChain.State state = run(stop, new DigestChain("another", steps)).state();
      assertThat(run(steps, new DigestChain("origin", steps, state)).chain()).isEqualTo(whole);
    }
  }

  /** Takes the steps up to a number, with losses of their own. */
  private static DigestChain run(int to, DigestChain chain) {
    for (long step = chain.steps() + 1; step <= to; step++) {
      if (chain.step(1.0 / step)) {
        chain.link(1, Map.of("by", "w" + step), "m" + step);
      }
    }
    return chain;
  }
}
