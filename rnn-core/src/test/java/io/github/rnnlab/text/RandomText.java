package io.github.rnnlab.text;

import java.util.Random;

/** Texts of random characters from all planes. */
public final class RandomText {
  private RandomText() {}

  /** Returns {@code length} code points below {@code bound}, short and long forms mixed. */
  public static String of(Random random, int length, int bound) {
    StringBuilder text = new StringBuilder();
    int[] bounds = {0x80, 0x800, 0x10000, 0x110000};
    while (length > 0) {
      int codePoint = random.nextInt(Math.min(bound, bounds[random.nextInt(bounds.length)]));
      if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
        text.appendCodePoint(codePoint);
        length--;
      }
    }
    return text.toString();
  }
}
