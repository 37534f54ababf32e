package io.github.rnnlab.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.util.AccumulatorV2;

/**
 * What a run has told so far: an accumulator of Spark, which the heartbeats of its executor bring
 * to the driver. Threads may share it.
 */
final class Told extends AccumulatorV2<String, Told.Part> {
  private static final long serialVersionUID = 1;

  /** As many lines as a heartbeat carries; a run that tells more meanwhile is heard in part. */
  private static final int MOST_LINES = 256;

  /**
   * The last lines.
   *
   * @param attempt how many executors have lost the run before
   * @param first the number of the first of them, from 0
   * @param lines events, each a line
   */
  record Part(int attempt, long first, List<String> lines) implements Serializable {
    /** Copies the lines into a list that travels. */
    Part {
      lines = new ArrayList<>(lines);
    }
  }

  /** Replaced as a whole, because a heartbeat writes it while the run goes on. */
  private volatile Part part;

  Told() {
    this(new Part(0, 0, List.of()));
  }

  private Told(Part part) {
    this.part = part;
  }

  /** Begins a task that was lost as often. */
  void begin(int attempt) {
    part = new Part(attempt, 0, List.of());
  }

  @Override
  public synchronized void add(String line) {
    List<String> lines = new ArrayList<>(part.lines());
    lines.add(line);
    int over = Math.max(0, lines.size() - MOST_LINES);
    part = new Part(part.attempt(), part.first() + over, lines.subList(over, lines.size()));
  }

  @Override
  public Part value() {
    return part;
  }

  @Override
  public boolean isZero() {
    return part.lines().isEmpty();
  }

  @Override
  public AccumulatorV2<String, Part> copy() {
    return new Told(part);
  }

  @Override
  public void reset() {
    part = new Part(0, 0, List.of());
  }

  /** Does nothing: the result of a task tells the rest. */
  @Override
  public void merge(AccumulatorV2<String, Part> other) {}
}
