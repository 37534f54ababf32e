package io.github.rnnlab.sample;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a text is chosen from the probabilities of a model. Begin with {@link #at} or {@link
 * #beams(int)} and add what differs:
 *
 * <pre>{@code
 * Sampling sampling = Sampling.at(0.8).topK(40).until("\n\n");
 * }</pre>
 *
 * <p>Immutable, so any number of threads may share it.
 *
 * @param temperature divides the logits: below 1 the likelier tokens gain, above 1 the others; 0
 *     always takes the likeliest, the first of equals
 * @param topK how many of the likeliest tokens may be drawn; null for all
 * @param topP the probability, above 0 and at most 1, that the drawn tokens share: only the fewest
 *     likeliest tokens that have it together, after {@code topK}, may be drawn; 1 for all
 * @param beams the width of a beam search, which looks for the likeliest text and draws nothing;
 *     null to draw token by token
 * @param stop the text ends before the first of these strings that the model writes
 * @param number which text of a seed this is, from 1: each draws from a random stream of its own
 */
public record Sampling(
    double temperature,
    @Nullable Integer topK,
    double topP,
    @Nullable Integer beams,
    List<String> stop,
    int number) {
  /**
   * Checks the options and copies the list.
   *
   * @throws IllegalArgumentException if an option is out of its range or contradicts another
   */
  public Sampling {
    require(temperature >= 0, "a temperature of " + temperature, "at least 0");
    require(topK == null || topK >= 1, "a top-k of " + topK, "at least 1");
    require(topP > 0 && topP <= 1, "a top-p of " + topP, "above 0 and at most 1");
    require(beams == null || beams >= 1, beams + " beams", "at least 1");
    require(
        beams == null || topK == null && topP == 1 && number == 1,
        "beams beside top-k, top-p or another text",
        "either beams or what concerns drawing");
    require(!stop.contains(""), "an empty stop string", "at least one character");
    require(number >= 1, "text " + number, "at least 1");
    stop = List.copyOf(stop);
  }

  private static void require(boolean holds, String found, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("found " + found + ", expected " + expected);
    }
  }

  /** Draws from all tokens at a temperature. */
  public static Sampling at(double temperature) {
    return new Sampling(temperature, null, 1, null, List.of(), 1);
  }

  /** Searches with so many beams for the likeliest text. */
  public static Sampling beams(int beams) {
    return new Sampling(0, null, 1, beams, List.of(), 1);
  }

  /** Returns a copy that draws only from so many of the likeliest tokens. */
  public Sampling topK(int tokens) {
    return new Sampling(temperature, tokens, topP, beams, stop, number);
  }

  /** Returns a copy that draws only from the fewest likeliest tokens of this probability. */
  public Sampling topP(double probability) {
    return new Sampling(temperature, topK, probability, beams, stop, number);
  }

  /** Returns a copy whose text ends before any of some strings. */
  public Sampling until(String... strings) {
    return new Sampling(temperature, topK, topP, beams, List.of(strings), number);
  }

  /** Returns a copy for another text of the same seed, from 1. */
  public Sampling number(int another) {
    return new Sampling(temperature, topK, topP, beams, stop, another);
  }

  /** Returns the name of the random stream to draw from. */
  String stream() {
    return number == 1 ? "sample" : "sample/" + number;
  }
}
