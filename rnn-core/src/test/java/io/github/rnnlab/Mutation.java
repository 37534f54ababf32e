package io.github.rnnlab;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Damages inputs: bytes at random, and the tokens of a text with a mind to what readers get wrong.
 */
final class Mutation {
  /** Words, numbers and strings, or else a single sign. */
  private static final Pattern TOKEN =
      Pattern.compile("\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|'[^']*+'|[\\w.+-]++|\\S");

  /** Members of a JSON object or a Python dictionary whose values are plain. */
  private static final Pattern MEMBER =
      Pattern.compile("(?:\"[^\"\\\\]*\"|'[^']*')\\s*:\\s*(?:\"[^\"\\\\]*\"|'[^']*'|[\\w.+-]+)");

  /** What means something to one reader or another, or to a terminal. */
  private static final String SIGNS = "\u0000\u001b\u007f\u0080\u00ff\r\n\"'\\{}[]:,<>&;-9";

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "-1",
          "1.0",
          "1e1",
          "0.1",
          "1e999",
          "-1e999",
          "1e-999",
          "1e999999999",
          "2147483647",
          "2147483648",
          "-2147483649",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "4294967296",
          "18446744073709551616",
          "9".repeat(999),
          "9".repeat(1001),
          "0." + "3".repeat(1500),
          "00",
          "NaN",
          "Infinity",
          "3L");

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "false",
          "True",
          "\"\"",
          "''",
          "[]",
          "{}",
          "()",
          "(,)",
          "(3)",
          "(1,,2)",
          "[null]",
          "{\"\": null}",
          "[[]]",
          "\"\\u0000\"",
          "\"a\\u0000b\"",
          "\"\\u001b[2J\\u009b31m\"",
          "\"\\u202e\\u2066\\u2028\\r\\n\"",
          "\"\u202e\u0085\u2028\u007f\u009b\"",
          "\"\\ud800\"",
          "\"\\udb40\\udc01\"",
          "\"../../x\"",
          "\"/\"",
          "\"C:\\\\x\"",
          "\"NaN\"",
          "\"-Infinity\"",
          "\"" + "x".repeat(60_000) + "\"",
          "[".repeat(600),
          "[".repeat(499) + "]".repeat(499),
          "[".repeat(20_000),
          "{\"a\":".repeat(510),
          "{\"a\":".repeat(495) + "1" + "}".repeat(495),
          "(".repeat(3000),
          "<a>".repeat(1500),
          "&lt;",
          "<![CDATA[",
          "<!DOCTYPE a [<!ENTITY b 'c'>]>",
          "&b;",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"");

  private final Random random;

  Mutation(Random random) {
    this.random = random;
  }

  /** Returns one of the seeds, damaged in one to four ways. */
  byte[] of(List<byte[]> seeds) {
    byte[] input = pick(seeds).clone();
    int times = 1 + (int) Math.abs(random.nextGaussian() * 1.3);
    for (int i = 0; i < Math.min(times, 4); i++) {
      input = random.nextInt(5) < 2 ? bytes(input, seeds) : tokens(input, pick(seeds));
    }
    return input;
  }

  private byte[] bytes(byte[] input, List<byte[]> seeds) {
    int from = random.nextInt(input.length + 1);
    int to = Math.min(input.length, from + 1 + random.nextInt(random.nextBoolean() ? 4 : 64));
    return switch (random.nextInt(8)) {
      case 0 -> flip(input);
      case 1 -> Arrays.copyOf(input, from);
      case 2 -> spliced(input, from, to, new byte[0]);
      case 3 -> spliced(input, from, from, noise(to - from));
      case 4 -> spliced(input, from, to, noise(to - from));
      case 5 -> spliced(input, to, to, Arrays.copyOfRange(input, from, to));
      case 6 -> {
        byte[] other = pick(seeds);
        int start = random.nextInt(other.length + 1);
        int end = start + random.nextInt(other.length - start + 1);
        yield spliced(
            input,
            from,
            random.nextBoolean() ? to : input.length,
            Arrays.copyOfRange(other, start, end));
      }
      default -> {
        byte[] run = new byte[random.nextInt(20) == 0 ? 100_000 : random.nextInt(300)];
        Arrays.fill(run, (byte) " \t\n0(\u00ff".charAt(random.nextInt(6)));
        yield spliced(input, from, from, run);
      }
    };
  }

  private byte[] flip(byte[] input) {
    byte[] flipped = input.clone();
    if (flipped.length > 0) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    for (int i = 0; i < length; i++) {
      noise[i] =
          random.nextBoolean()
              ? (byte) random.nextInt(256)
              : (byte) SIGNS.charAt(random.nextInt(SIGNS.length()));
    }
    return noise;
  }

  /** Changes the input as a text of single bytes, so that what is no text is left as it is. */
  private byte[] tokens(byte[] input, byte[] other) {
    String text = text(input);
    List<MatchResult> members = matches(MEMBER, text);
    List<MatchResult> tokens = matches(TOKEN, text);
    if (tokens.isEmpty()) {
      return flip(input);
    }
    MatchResult token = pick(tokens);
    MatchResult second = pick(tokens);
    String changed =
        switch (random.nextInt(8)) {
          case 0, 1 -> replaced(text, token, utf8(pick(VALUES)));
          case 2 -> replaced(text, numberOr(tokens, token), pick(NUMBERS));
          case 3 -> replaced(text, token, "");
          case 4 -> replaced(text, token, second.group());
          case 5 -> replaced(text, token, pick(matches(TOKEN, text(other)), token).group());
          case 6 -> members.isEmpty() ? text : repeated(text, pick(members), pick(members));
          default -> members.isEmpty() ? text : replaced(text, pick(members), "");
        };
    return changed.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Puts a member in once more, with its own value or with that of another. */
  private String repeated(String text, MatchResult member, MatchResult other) {
    String key = member.group().substring(0, member.group().indexOf(':'));
    String value = other.group().substring(other.group().indexOf(':'));
    return replaced(text, member, key + value + ", " + member.group());
  }

  private MatchResult numberOr(List<MatchResult> tokens, MatchResult fallback) {
    List<MatchResult> numbers =
        tokens.stream().filter(token -> token.group().matches("-?[0-9].*")).toList();
    return pick(numbers, fallback);
  }

  private static List<MatchResult> matches(Pattern pattern, String text) {
    // Long runs of one byte, which other mutations put in, have too many tokens to choose from.
    List<MatchResult> matches = new ArrayList<>();
    pattern.matcher(text).results().limit(5000).forEach(matches::add);
    return matches;
  }

  private static String replaced(String text, MatchResult match, String by) {
    return text.substring(0, match.start()) + by + text.substring(match.end());
  }

  private static byte[] spliced(byte[] input, int from, int to, byte[] middle) {
    byte[] result = new byte[from + middle.length + input.length - to];
    System.arraycopy(input, 0, result, 0, from);
    System.arraycopy(middle, 0, result, from, middle.length);
    System.arraycopy(input, to, result, from + middle.length, input.length - to);
    return result;
  }

  private static String text(byte[] input) {
    return new String(input, StandardCharsets.ISO_8859_1);
  }

  /** Returns the UTF-8 of a text, each byte as a character. */
  private static String utf8(String text) {
    return text(text.getBytes(StandardCharsets.UTF_8));
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private <T> T pick(List<T> list, T fallback) {
    return list.isEmpty() ? fallback : pick(list);
  }
}
