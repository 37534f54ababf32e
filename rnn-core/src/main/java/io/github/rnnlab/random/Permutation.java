package io.github.rnnlab.random;

/**
 * A random order of the numbers [0, size) that needs no memory. It computes the number at any
 * position directly.
 *
 * <p>A Feistel network of four rounds permutes [0, n), with n the smallest power of four that is
 * not below the size, and at least 4. A result outside the range is permuted again until it falls
 * inside (Black and Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002, the
 * cycle-walking cipher). The first k positions are a random sample of k numbers without
 * replacement.
 *
 * <p>Immutable, so any number of threads may share it.
 */
public final class Permutation {
  private static final int ROUNDS = 4;

  private final long size;
  private final int halfBits;
  private final long halfMask;
  private final long[] keys = new long[ROUNDS];

  /** Draws an order from a stream. */
  public Permutation(long size, RandomStream stream) {
    if (size < 1) {
      throw new IllegalArgumentException("nothing to put in order: " + size + " numbers");
    }
    this.size = size;
    halfBits = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(size - 1) + 1) / 2);
    halfMask = (1L << halfBits) - 1;
    for (int round = 0; round < ROUNDS; round++) {
      keys[round] = stream.nextLong();
    }
  }

  /** Returns the number at a position; both are in [0, size). */
  public long at(long position) {
    if (position < 0 || position >= size) {
      throw new IndexOutOfBoundsException("position " + position + " of " + size);
    }
    long number = position;
    do {
      number = permute(number);
    } while (number >= size);
    return number;
  }

  private long permute(long number) {
    long left = number >>> halfBits;
    long right = number & halfMask;
    for (long key : keys) {
      long next = left ^ (RandomStream.mix(right ^ key) & halfMask);
      left = right;
      right = next;
    }
    return left << halfBits | right;
  }
}
