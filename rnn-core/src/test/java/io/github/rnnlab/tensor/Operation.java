package io.github.rnnlab.tensor;

import io.github.rnnlab.random.Permutation;
import io.github.rnnlab.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** An operation of {@link Backend} at one size, on which exact backends agree to the last bit. */
record Operation(String name, Consumer<Trial> body) {
  private static final int[] SIZES = {1, 2, 3, 4, 5, 7, 16, 17, 48, 65, 192, 193};

  /** Around the rows of tiles; the last is large enough for two threads to share out its rows. */
  private static final int[] BATCHES = {1, 2, 4, 7, 8, 13};

  /** Returns every operation, at sizes around those of vectors and of blocks of vectors. */
  static List<Operation> all() {
    return Stream.of(
            products(),
            batchedProducts(),
            outerProducts(),
            recurrences(),
            followedRecurrences(),
            losses(),
            rows(),
            transpositions(),
            elements(),
            List.of(new Operation("adam", Operation::adam)),
            List.of(
                new Operation("norm and scale", Operation::normAndScale),
                new Operation("clamp", Operation::clamp),
                new Operation("axpby", Operation::axpby)))
        .flatMap(List::stream)
        .toList();
  }

  Trial run(Backend backend) {
    Trial trial = new Trial(backend, name);
    body.accept(trial);
    return trial;
  }

  @Override
  public String toString() {
    return name;
  }

  /** For each way to pack, every size once as m, as n and as k. */
  private static List<Operation> products() {
    RandomStream random = RandomStream.named(5, "sizes of products");
    List<Operation> operations = new ArrayList<>();
    for (boolean transposed : new boolean[] {false, true}) {
      for (int round = 0; round < 4; round++) {
        Permutation columns = new Permutation(SIZES.length, random);
        Permutation depths = new Permutation(SIZES.length, random);
        for (int i = 0; i < SIZES.length; i++) {
          operations.add(
              product(SIZES[i], SIZES[(int) columns.at(i)], SIZES[(int) depths.at(i)], transposed));
        }
      }
    }
    return operations;
  }

  private static List<Operation> batchedProducts() {
    List<Operation> operations = new ArrayList<>();
    for (int batch : BATCHES) {
      for (boolean transposed : new boolean[] {false, true}) {
        operations.add(product(batch, 192, 193, transposed));
        operations.add(product(batch, 65, 192, transposed));
      }
    }
    // More rows than a block of them, and more k than one of those.
    operations.add(product(401, 48, 401, false));
    return operations;
  }

  private static Operation product(int m, int n, int k, boolean transposed) {
    return new Operation(
        "gemm (%d, %d) (%d, %d)%s".formatted(m, k, k, n, transposed ? " packed transposed" : ""),
        trial -> {
          Matrix a = trial.numbers(m, k, 1);
          Matrix b = transposed ? trial.numbers(n, k, 1) : trial.numbers(k, n, 1);
          PackedMatrix packed = trial.backend.allocatePacked(k, n);
          trial.backend.pack(b, transposed, packed);
          Matrix c = trial.numbers(m, n, 1);
          trial.backend.gemm(a, packed, c);
          trial.keep(c);
        });
  }

  private static List<Operation> outerProducts() {
    List<Operation> operations = new ArrayList<>();
    for (int count : new int[] {1, 2, 7, 24, 100, 193, 400}) {
      for (int columns : new int[] {1, 17, 65, 192}) {
        operations.add(
            new Operation(
                "outerProducts of " + count + ", 48 x " + columns,
                trial -> {
                  Matrix sums = trial.numbers(48, columns, 1);
                  trial.backend.outerProducts(
                      trial.numbers(count, 48, 1), trial.numbers(count, columns, 1), sums);
                  trial.keep(sums);
                }));
      }
    }
    return operations;
  }

  /** A window long enough for a second thread to follow; its sums go on from cut to cut. */
  private static List<Operation> followedRecurrences() {
    List<Operation> operations = new ArrayList<>();
    for (int hidden : new int[] {65, 192, 480}) {
      for (int batch : new int[] {1, 3}) {
        operations.add(followedRecurrence(Cell.VANILLA, hidden, batch, 100 / batch));
      }
    }
    for (int time : new int[] {1, 11, 12, 13, 24, 25}) {
      operations.add(followedRecurrence(Cell.VANILLA, 192, 1, time));
    }
    for (Cell cell : List.of(Cell.GRU, Cell.LSTM)) {
      for (int batch : new int[] {1, 3, 13}) {
        operations.add(followedRecurrence(cell, 65, batch, 40));
      }
      // States whose columns threads share.
      operations.add(followedRecurrence(cell, 290, 1, 3));
    }
    return operations;
  }

  private static Operation followedRecurrence(Cell cell, int hidden, int batch, int time) {
    return new Operation(
        "recurrences with what follows, " + cell + " H=" + hidden + " B=" + batch + " T=" + time,
        trial -> followed(trial, cell, hidden, batch, time));
  }

  private static void followed(Trial trial, Cell cell, int hidden, int batch, int time) {
    int rows = time * batch;
    Ids ids = trial.ids(rows, 65);
    Recurrence recurrence = trial.recurrence(cell, hidden, batch, time);
    Matrix outputWeights = trial.numbers(hidden, 65, 1 / Math.sqrt(hidden));
    PackedMatrix output = trial.backend.allocatePacked(hidden, 65);
    PackedMatrix back = trial.backend.allocatePacked(65, hidden);
    Matrix logits = trial.zeros(rows, 65);
    Losses losses = trial.backend.allocateLosses(rows);
    trial.backend.recurrence(
        recurrence,
        Downstream.of(
            on -> {
              on.pack(outputWeights, false, output);
              on.pack(outputWeights, true, back);
            },
            (on, first, last) -> {
              Matrix some = logits.rows(first, last - first);
              on.gemm(recurrence.statesAfter().rows(first, last - first), output, some);
              on.softmaxCrossEntropy(logits, ids, first, last, losses);
              Matrix dHidden = recurrence.dHidden().rows(first, last - first);
              on.fill(dHidden, 0);
              on.gemm(some, back, dHidden);
            }));
    trial.keep(recurrence.hidden());
    Matrix sums = trial.numbers(hidden, hidden, 0.1);
    Matrix rowSums = trial.zeros(1, hidden);
    Matrix table = trial.zeros(65, hidden);
    Matrix dGate = recurrence.dRecurrentGates().get(cell.gates() - 1);
    trial.backend.recurrenceGradient(
        recurrence,
        (on, first, last) -> {
          Matrix gradients = dGate.rows(first, last - first);
          on.outerProducts(recurrence.statesBefore().rows(first, last - first), gradients, sums);
          on.columnSums(gradients, rowSums);
          on.scatterAddRows(dGate, ids, first, last, table);
        });
    trial.keep(recurrence);
    Stream.of(logits, sums, rowSums, table).forEach(trial::keep);
    trial.keep(losses);
  }

  private static List<Operation> recurrences() {
    List<Operation> operations = new ArrayList<>();
    for (Cell cell : Cell.values()) {
      for (int hidden : new int[] {1, 3, 17, 48, 64, 65, 192, 193}) {
        for (int batch : BATCHES) {
          for (int time : new int[] {1, 2, 3, 9, 10}) {
            String sizes = " of " + cell + " H=" + hidden + " B=" + batch + " T=" + time;
            if (cell == Cell.VANILLA || hidden < 192 || time == 3) {
              operations.add(
                  new Operation(
                      "recurrence" + sizes, trial -> forward(trial, cell, hidden, batch, time)));
              operations.add(
                  new Operation(
                      "recurrenceGradient" + sizes,
                      trial -> gradient(trial, cell, hidden, batch, time)));
            }
          }
        }
      }
    }
    return operations;
  }

  private static void forward(Trial trial, Cell cell, int hidden, int batch, int time) {
    Recurrence recurrence = trial.recurrence(cell, hidden, batch, time);
    trial.backend.recurrence(recurrence, Downstream.NONE);
    trial.keep(recurrence);
  }

  /** Of states and gates that no forward pass has written: so each has its own part in the bits. */
  private static void gradient(Trial trial, Cell cell, int hidden, int batch, int time) {
    Recurrence recurrence = trial.recurrence(cell, hidden, batch, time);
    trial.fill(recurrence.dHidden(), 1e-3);
    trial.backend.recurrenceGradient(recurrence, Downstream.NONE);
    trial.keep(recurrence);
  }

  private static List<Operation> losses() {
    List<Operation> operations = new ArrayList<>();
    for (int vocabulary : new int[] {2, 3, 16, 17, 65, 300}) {
      for (int rows : new int[] {1, 7, 100}) {
        for (double scale : new double[] {1, 0, 40, 1e5, 1e37}) {
          for (double shift : new double[] {0, 3e4, -3e4, -1e37}) {
            operations.add(loss(vocabulary, rows, scale, shift));
          }
        }
      }
    }
    return operations;
  }

  private static Operation loss(int vocabulary, int rows, double scale, double shift) {
    return new Operation(
        "softmaxCrossEntropy V=" + vocabulary + " rows=" + rows + " " + shift + " +- " + scale,
        trial -> {
          Matrix logits = trial.numbers(rows, vocabulary, scale);
          float[] shifted = Trial.read(trial.backend, logits);
          for (int i = 0; i < shifted.length; i++) {
            shifted[i] += (float) shift;
          }
          trial.backend.write(shifted, logits);
          Losses losses = trial.backend.allocateLosses(rows);
          trial.backend.softmaxCrossEntropy(logits, trial.ids(rows, vocabulary), 0, rows, losses);
          trial.keep(losses);
          trial.keep(logits);
        });
  }

  private static List<Operation> rows() {
    List<Operation> operations = new ArrayList<>();
    for (int columns : SIZES) {
      for (int count : new int[] {1, 2, 7, 100}) {
        String sizes = " of " + count + " x " + columns;
        // Fewer rows in the table than ids, so that ids repeat.
        int vocabulary = Math.max(1, count / 3);
        operations.add(
            new Operation(
                "gatherRows" + sizes,
                trial -> {
                  Matrix target = trial.numbers(count, columns, 1);
                  trial.backend.gatherRows(
                      trial.numbers(vocabulary, columns, 1),
                      trial.numbers(1, columns, 1),
                      trial.ids(count, vocabulary),
                      target);
                  trial.keep(target);
                }));
        operations.add(
            new Operation(
                "scatterAddRows" + sizes,
                trial -> {
                  Matrix table = trial.numbers(vocabulary, columns, 1);
                  trial.backend.scatterAddRows(
                      trial.numbers(count, columns, 1),
                      trial.ids(count, vocabulary),
                      0,
                      count,
                      table);
                  trial.keep(table);
                }));
        operations.add(
            new Operation(
                "columnSums" + sizes,
                trial -> {
                  Matrix sums = trial.numbers(1, columns, 1);
                  trial.backend.columnSums(trial.numbers(count, columns, 1), sums);
                  trial.keep(sums);
                }));
        operations.add(
            new Operation(
                "broadcastRow" + sizes,
                trial -> {
                  Matrix target = trial.numbers(count, columns, 1);
                  trial.backend.broadcastRow(trial.numbers(1, columns, 1), target);
                  trial.keep(target);
                }));
      }
    }
    return operations;
  }

  /** Rows and columns that fill blocks of any vectors, or not, and enough for threads to share. */
  private static List<Operation> transpositions() {
    List<Operation> operations = new ArrayList<>();
    for (int[] size : new int[][] {{16, 17}, {17, 16}, {33, 17}, {192, 193}, {193, 192}}) {
      operations.add(
          new Operation(
              "transpose of " + size[0] + " x " + size[1],
              trial -> {
                Matrix transposed = trial.zeros(size[1], size[0]);
                trial.backend.transpose(trial.numbers(size[0], size[1], 1), transposed);
                trial.keep(transposed);
              }));
    }
    return operations;
  }

  private static List<Operation> elements() {
    List<Operation> operations = new ArrayList<>();
    for (int columns : SIZES) {
      String sizes = " of 7 x " + columns;
      operations.add(
          new Operation(
              "add" + sizes,
              trial -> {
                Matrix sum = trial.zeros(7, columns);
                trial.backend.add(
                    trial.numbers(7, columns, 1), trial.numbers(7, columns, 1e-3), sum);
                trial.keep(sum);
              }));
      operations.add(
          new Operation(
              "multiply" + sizes,
              trial -> {
                Matrix product = trial.zeros(7, columns);
                trial.backend.multiply(
                    trial.numbers(7, columns, 1), trial.numbers(7, columns, 1e-3), product);
                trial.backend.multiply(
                    product.rows(1, 5), trial.numbers(5, columns, 2), product.rows(1, 5));
                trial.keep(product);
              }));
      operations.add(
          new Operation(
              "transpose, copy and fill" + sizes,
              trial -> {
                Matrix transposed = trial.zeros(columns, 7);
                trial.backend.transpose(trial.numbers(7, columns, 1), transposed);
                Matrix copy = trial.zeros(columns, 7);
                trial.backend.copy(transposed, copy);
                trial.backend.fill(copy.rows(0, 1), -2);
                trial.keep(copy);
              }));
    }
    return operations;
  }

  /** Numbers of very different sizes, so that each order of the sum has bits of its own. */
  private static void normAndScale(Trial trial) {
    Block block = trial.block(new Shape(3, 17), new Shape(1, 1), new Shape(5, 193));
    for (double scale : new double[] {1e-3, 1, 1e25}) {
      block.matrices().forEach(matrix -> trial.fill(matrix, scale));
      trial.keep(trial.backend.norm(block));
      trial.backend.scale(block, 0.37f);
      trial.keep(trial.backend.norm(block));
      block.matrices().forEach(trial::keep);
    }
  }

  private static void clamp(Trial trial) {
    Block block = trial.block(new Shape(3, 17), new Shape(1, 1), new Shape(5, 193));
    block.matrices().forEach(matrix -> trial.fill(matrix, 1));
    trial.backend.clamp(block, 0.7f);
    block.matrices().forEach(trial::keep);
  }

  /** A velocity whose gradients are soon 0, until it would be denormal. */
  private static void axpby(Trial trial) {
    Shape[] shapes = {new Shape(3, 17), new Shape(1, 1), new Shape(5, 193)};
    Block gradients = trial.block(shapes);
    Block velocity = trial.block(shapes);
    Block weights = trial.block(shapes);
    weights.matrices().forEach(matrix -> trial.fill(matrix, 0.05));
    for (int step = 0; step < 900; step++) {
      double scale = step < 3 ? 1e-3 : 0;
      gradients.matrices().forEach(gradient -> trial.fill(gradient, scale));
      trial.backend.axpby(1, gradients, 0.9f, velocity);
      trial.backend.axpby(-0.01f, velocity, 1, weights);
      if (step % 100 == 2 || step == 899) {
        velocity.matrices().forEach(trial::keep);
        weights.matrices().forEach(trial::keep);
      }
    }
  }

  /** Most gradients are 0 in most steps, as those of rare characters are. */
  private static void adam(Trial trial) {
    Shape[] shapes = {new Shape(3, 17), new Shape(1, 1), new Shape(5, 193), new Shape(16, 16)};
    Block gradients = trial.block(shapes);
    Block firstMoments = trial.block(shapes);
    Block secondMoments = trial.block(shapes);
    Block weights = trial.block(shapes);
    weights.matrices().forEach(matrix -> trial.fill(matrix, 0.05));
    for (int step = 1; step <= 800; step++) {
      trial.backend.clear(gradients);
      for (Matrix gradient : gradients.matrices()) {
        if (step % 97 == 1) {
          trial.fill(gradient.rows(0, 1), 1e-3);
        }
      }
      trial.backend.adam(
          AdamStep.of(step, 0.005, 0.9, 0.95, 1e-8),
          gradients,
          firstMoments,
          secondMoments,
          weights);
    }
    for (Block block : List.of(firstMoments, secondMoments, weights)) {
      block.matrices().forEach(trial::keep);
    }
  }
}
