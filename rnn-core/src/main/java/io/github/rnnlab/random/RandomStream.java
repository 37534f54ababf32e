package io.github.rnnlab.random;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A seeded stream of random numbers, equal on every machine and JDK.
 *
 * <p>Every use of randomness has a stream of its own, which is derived from the experiment's seed
 * and the stream's name. Drawing from one stream therefore never shifts another. The generator is
 * SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014,
 * figure 16): its state is a single {@code long}.
 *
 * <p>Every draw changes the stream, so each thread needs a stream of its own.
 */
public final class RandomStream {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;
  private double spareGaussian = Double.NaN;

  private RandomStream(long state) {
    this.state = state;
  }

  /**
   * Returns the stream of a name. Its first state is the first 8 bytes, big-endian, of the SHA-256
   * over the 8 bytes of the seed, big-endian, and the UTF-8 bytes of the name.
   */
  public static RandomStream named(long seed, String name) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
      return new RandomStream(
          ByteBuffer.wrap(sha256.digest(name.getBytes(StandardCharsets.UTF_8))).getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /** Returns 64 random bits. */
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Passes over as many of the 64 random bits as so many draws would, at once. */
  public void skip(long draws) {
    state += draws * GOLDEN_GAMMA;
  }

  /** Returns a number in [0, 1), a multiple of 2^-53. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /**
   * Returns a number from the standard normal distribution (Marsaglia's polar method, with {@link
   * StrictMath#log}).
   */
  public double nextGaussian() {
    if (!Double.isNaN(spareGaussian)) {
      double gaussian = spareGaussian;
      spareGaussian = Double.NaN;
      return gaussian;
    }
    double u;
    double v;
    double s;
    do {
      u = 2 * nextDouble() - 1;
      v = 2 * nextDouble() - 1;
      s = u * u + v * v;
    } while (s >= 1 || s == 0);
    double factor = StrictMath.sqrt(-2 * StrictMath.log(s) / s);
    spareGaussian = v * factor;
    return u * factor;
  }

  /** SplitMix64's finalizer: a bijection of the longs that spreads every bit over all of them. */
  static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
