package io.github.rnnlab.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Counts work, so that JMH prints billions of multiply-adds per second beside operations. */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class MultiplyAdds {
  /** Billions of them since the iteration began; JMH reads and resets it. */
  public double billions;

  void add(double multiplyAdds) {
    billions += multiplyAdds * 1e-9;
  }
}
