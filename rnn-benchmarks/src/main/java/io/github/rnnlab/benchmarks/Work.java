package io.github.rnnlab.benchmarks;

import io.github.rnnlab.tensor.Block;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.Matrix;
import io.github.rnnlab.tensor.Recurrence;

/**
 * What an operation of a backend cannot do without.
 *
 * @param multiplyAdds of its products
 * @param readBytes of weights that it has to read again as time goes on
 * @param movedBytes that it reads or writes besides
 */
record Work(double multiplyAdds, double readBytes, double movedBytes) {
  static final Work NONE = new Work(0, 0, 0);

  /** Returns the work of a call of a {@code Backend}'s method. */
  static Work of(String method, Object[] arguments) {
    return switch (method) {
      case "gemm" -> products(size((Matrix) arguments[0]) * ((Matrix) arguments[2]).columns());
      case "outerProducts" ->
          products(size((Matrix) arguments[0]) * ((Matrix) arguments[1]).columns());
      case "recurrence" -> recurrence((Recurrence) arguments[0], 0);
      case "recurrenceGradient" -> recurrence((Recurrence) arguments[0], 1);
      // Each number of the target is read from the table and written.
      case "gatherRows" -> moves(2 * size((Matrix) arguments[3]));
      case "broadcastRow" -> moves(size((Matrix) arguments[1]));
      // Logits become gradients.
      case "softmaxCrossEntropy" -> moves(2 * size((Matrix) arguments[0]));
      case "columnSums", "scatterAddRows", "fill" -> moves(size((Matrix) arguments[0]));
      case "copy" -> moves(2 * size((Matrix) arguments[0]));
      // Reads gradients, moments and weights; writes all but the gradients.
      case "adam" ->
          moves(7 * ((Block) arguments[1]).matrices().stream().mapToDouble(Work::size).sum());
      default -> NONE;
    };
  }

  /**
   * The weights meet the state before each step, but for {@code stepsLess} steps. Two steps of one
   * vanilla sequence can share every weight that is read, and no more than two can: a weight leads
   * from a column to another, and what comes back from there takes two steps. In batches, every sum
   * is in one order, and half of the second step's reading is left.
   */
  private static Work recurrence(Recurrence recurrence, int stepsLess) {
    double units = recurrence.hidden().columns();
    double weights = recurrence.cell().gates() * units * units;
    double count = recurrence.steps() - stepsLess;
    double read = recurrence.batch() == 1 && recurrence.cell() == Cell.VANILLA ? 0.5 : 0.75;
    return new Work(count * recurrence.batch() * weights, read * count * weights * Float.BYTES, 0);
  }

  private static Work products(double multiplyAdds) {
    return new Work(multiplyAdds, 0, 0);
  }

  private static Work moves(double numbers) {
    return new Work(0, 0, numbers * Float.BYTES);
  }

  private static double size(Matrix matrix) {
    return (double) matrix.rows() * matrix.columns();
  }

  Work plus(Work other) {
    return new Work(
        multiplyAdds + other.multiplyAdds,
        readBytes + other.readBytes,
        movedBytes + other.movedBytes);
  }

  /** Returns the least seconds that this can take. */
  double seconds(Limits limits) {
    return Math.max(
        multiplyAdds / limits.multiplyAdds(),
        readBytes / limits.readBytes() + movedBytes / limits.movedBytes());
  }
}
