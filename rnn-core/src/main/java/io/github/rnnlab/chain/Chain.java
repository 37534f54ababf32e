package io.github.rnnlab.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The links of a run, each of which seals those before it.
 *
 * @param every steps per link, as those that are planned give; the last step always has a link
 * @param links the links by ascending step
 */
public record Chain(long every, List<Link> links) {
  /** The most links of a chain. */
  static final int MOST_LINKS = 100;

  /** Copies the links. */
  public Chain {
    links = List.copyOf(Objects.requireNonNull(links, "links"));
  }

  /**
   * Returns the steps per link: the smallest of 1, 2 and 5 times a power of ten that needs at most
   * {@value #MOST_LINKS} links.
   */
  public static long every(long steps) {
    for (long power = 1; ; power = Math.multiplyExact(power, 10)) {
      for (long factor : new long[] {1, 2, 5}) {
        long every = Math.multiplyExact(power, factor);
        if ((steps - 1) / every + 1 <= MOST_LINKS) {
          return every;
        }
      }
    }
  }

  /** Returns this chain with new digests, computed from an origin on. */
  public Chain from(String origin) {
    List<Link> chained = new ArrayList<>();
    String previous = origin;
    for (Link link : links) {
      Link next = link.after(previous);
      chained.add(next);
      previous = next.digest();
    }
    return new Chain(every, chained);
  }

  /** Returns the digest of the last link, or the origin if there is none. */
  public String lastDigest(String origin) {
    return links.isEmpty() ? origin : links.get(links.size() - 1).digest();
  }
}
