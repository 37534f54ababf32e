package io.github.rnnlab.benchmarks;

import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.Downstream;
import io.github.rnnlab.tensor.Matrix;
import io.github.rnnlab.tensor.Recurrence;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The recurrence of a cell over a window, and its gradient. */
public class RecurrenceBenchmark extends BackendBenchmark {
  /** B. */
  @Param({"1", "32"})
  public int batch;

  /** What takes the steps. */
  @Param public Cell cell = Cell.VANILLA;

  private Backend backend;
  private Recurrence recurrence;
  private List<Matrix> inputs;
  private List<Matrix> gates;
  private Matrix outerGradients;

  /** Allocates a window and computes its states, which the gradient needs. */
  @Setup
  public void allocate(OpenBackend open) {
    backend = open.backend();
    int rows = Seed.STEPS * batch;
    recurrence =
        new Recurrence(
            cell,
            batch,
            numbers(cell.gates(), Seed.HIDDEN, 0.05),
            backend.allocate(rows + batch, Seed.HIDDEN),
            numbers(cell.buffers(), rows, 0.5),
            backend.allocate(rows, Seed.HIDDEN),
            cells(rows + batch),
            cells(batch));
    inputs = numbers(cell.gates(), rows, 0.5);
    outerGradients = Numbers.gaussian(backend, rows, Seed.HIDDEN, 1e-3);
    writeInputs();
    backend.recurrence(recurrence, Downstream.NONE);
    gates = recurrence.gates().stream().map(this::copy).toList();
  }

  private List<Matrix> numbers(int count, int rows, double scale) {
    return Stream.generate(() -> Numbers.gaussian(backend, rows, Seed.HIDDEN, scale))
        .limit(count)
        .toList();
  }

  private @Nullable Matrix cells(int rows) {
    return cell == Cell.LSTM ? backend.allocate(rows, Seed.HIDDEN) : null;
  }

  private Matrix copy(Matrix matrix) {
    Matrix copy = backend.allocate(matrix.rows(), matrix.columns());
    backend.copy(matrix, copy);
    return copy;
  }

  private void writeInputs() {
    for (int gate = 0; gate < inputs.size(); gate++) {
      backend.copy(inputs.get(gate), recurrence.inputGates().get(gate));
    }
  }

  /**
   * T steps forward. The recurrence works in place, so it begins with a copy of its input, about a
   * hundredth of the work for one sequence.
   */
  @Benchmark
  public void forward(MultiplyAdds multiplyAdds) {
    writeInputs();
    backend.recurrence(recurrence, Downstream.NONE);
    multiplyAdds.add((double) recurrence.rows() * cell.gates() * Seed.HIDDEN * Seed.HIDDEN);
  }

  /** T steps back, in place as well. */
  @Benchmark
  public void gradient(MultiplyAdds multiplyAdds) {
    backend.copy(outerGradients, recurrence.dHidden());
    for (int gate = 0; gate < gates.size(); gate++) {
      backend.copy(gates.get(gate), recurrence.gates().get(gate));
    }
    backend.recurrenceGradient(recurrence, Downstream.NONE);
    double rows = recurrence.rows() - (double) batch;
    multiplyAdds.add(rows * cell.gates() * Seed.HIDDEN * Seed.HIDDEN);
  }
}
