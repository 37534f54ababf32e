package io.github.rnnlab.misplaced.tensor;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Draws from what is seeded by chance, or is not specified for ever. */
public final class UnseededCalls {
  public double numbers() {
    return new Random().nextDouble()
        + new Random(5).nextGaussian()
        + new SplittableRandom(5).nextDouble()
        + ThreadLocalRandom.current().nextDouble()
        + RandomGenerator.getDefault().nextDouble()
        + new SecureRandom().nextDouble()
        + Math.random()
        + StrictMath.random();
  }

  public void order(List<String> texts) {
    Collections.shuffle(texts);
  }

  public void seededOrder(List<String> texts, Random random) {
    Collections.shuffle(texts, random);
  }

  public Object name() {
    return UUID.randomUUID();
  }

  public long clock() {
    return System.nanoTime() + System.currentTimeMillis();
  }

  public int address(Object object) {
    return System.identityHashCode(object);
  }
}
