package io.github.rnnlab.chain;

import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Links over all steps of a run, each of which seals those before it.
 *
 * @param every steps from one link to the next; the last step always has a link
 * @param links by ascending step
 */
public record Chain(long every, List<Link> links) {
  /** The most links of a chain. */
  public static final int MOST_LINKS = 100;

  /** Keeps its own copy of the links. */
  public Chain {
    links = List.copyOf(Objects.requireNonNull(links, "links"));
  }

  /** Returns the smallest of 1, 2 and 5 times a power of ten that needs few enough links. */
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

  /**
   * Returns the digest that a chain's first link follows: the SHA-256 of the canonical JSON of all
   * that a run starts from.
   */
  public static String origin(
      int numerics,
      String configSha256,
      String corpusSha256,
      @Nullable String vocabularySha256,
      @Nullable String initialWeightsSha256) {
    Map<String, Object> inputs = new TreeMap<>();
    inputs.put("numerics", numerics);
    inputs.put("configSha256", configSha256);
    inputs.put("corpusSha256", corpusSha256);
    if (vocabularySha256 != null) {
      inputs.put("vocabularySha256", vocabularySha256);
    }
    if (initialWeightsSha256 != null) {
      inputs.put("initialWeightsSha256", initialWeightsSha256);
    }
    return Sha256.of(Json.canonical(inputs));
  }

  /** Returns this chain with the digests that its links have from an origin on. */
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

  /** Returns the digest of the last link, or the origin of an empty chain. */
  public String lastDigest(String origin) {
    return links.isEmpty() ? origin : links.get(links.size() - 1).digest();
  }
}
