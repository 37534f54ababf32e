package io.github.rnnlab.tensor;

import io.github.rnnlab.random.Permutation;
import io.github.rnnlab.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
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
            List.of(new Operation("norm and scale", Operation::normAndScale)))
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

  /** For each way to multiply, every size once as m, as n and as k. */
  private static List<Operation> products() {
    RandomStream random = RandomStream.named(5, "sizes of products");
    List<Operation> operations = new ArrayList<>();
    for (int way = 0; way < 8; way++) {
      Permutation columns = new Permutation(SIZES.length, random);
      Permutation depths = new Permutation(SIZES.length, random);
      for (int i = 0; i < SIZES.length; i++) {
        operations.add(
            product(SIZES[i], SIZES[(int) columns.at(i)], SIZES[(int) depths.at(i)], way));
      }
    }
    return operations;
  }

  private static List<Operation> batchedProducts() {
    List<Operation> operations = new ArrayList<>();
    for (int batch : BATCHES) {
      for (int way = 0; way < 8; way++) {
        operations.add(product(batch, 192, 193, way));
        operations.add(product(batch, 65, 192, way));
      }
    }
    return operations;
  }

  private static Operation product(int m, int n, int k, int way) {
    boolean transposeA = (way & 1) != 0;
    boolean transposeB = (way & 2) != 0;
    boolean accumulate = (way & 4) != 0;
    String name =
        "gemm (%d, %d)%s (%d, %d)%s%s"
            .formatted(
                m, k, transposeA ? "^T" : "", k, n, transposeB ? "^T" : "", accumulate ? " +" : "");
    return new Operation(
        name,
        trial -> {
          Matrix a = transposeA ? trial.numbers(k, m, 1) : trial.numbers(m, k, 1);
          Matrix b = transposeB ? trial.numbers(n, k, 1) : trial.numbers(k, n, 1);
          Matrix c = trial.numbers(m, n, 1);
          trial.backend.gemm(a, transposeA, b, transposeB, c, accumulate);
          trial.keep(c);
        });
  }

  private static List<Operation> outerProducts() {
    List<Operation> operations = new ArrayList<>();
    for (int count : new int[] {1, 2, 7, 24, 100, 193, 400}) {
      for (int columns : new int[] {1, 17, 65, 192}) {
        for (boolean accumulate : new boolean[] {false, true}) {
          operations.add(
              new Operation(
                  "outerProducts of " + count + ", 48 x " + columns + (accumulate ? " +" : ""),
                  trial -> {
                    Matrix sums = trial.numbers(48, columns, 1);
                    trial.backend.outerProducts(
                        trial.numbers(count, 48, 1),
                        trial.numbers(count, columns, 1),
                        sums,
                        accumulate);
                    trial.keep(sums);
                  }));
        }
      }
    }
    return operations;
  }

  /** A window long enough for a second thread to follow; its sums go on from cut to cut. */
  private static List<Operation> followedRecurrences() {
    List<Operation> operations = new ArrayList<>();
    for (int hidden : new int[] {65, 192, 480}) {
      for (int batch : new int[] {1, 3}) {
        operations.add(followedRecurrence(hidden, batch, 100 / batch));
      }
    }
    for (int time : new int[] {1, 11, 12, 13, 24, 25}) {
      operations.add(followedRecurrence(192, 1, time));
    }
    return operations;
  }

  private static Operation followedRecurrence(int hidden, int batch, int time) {
    return new Operation(
        "recurrences with what follows, H=" + hidden + " B=" + batch + " T=" + time,
        trial -> followed(trial, hidden, batch, time));
  }

  private static void followed(Trial trial, int hidden, int batch, int time) {
    int rows = time * batch;
    int[] ids = trial.ids(rows, 65);
    Matrix weights = trial.numbers(hidden, hidden, 1 / Math.sqrt(hidden));
    Matrix outputWeights = trial.numbers(hidden, 65, 1 / Math.sqrt(hidden));
    Matrix states = trial.numbers(rows + batch, hidden, 0.5);
    Matrix logits = trial.zeros(rows, 65);
    Matrix dStates = trial.zeros(rows, hidden);
    double[] losses = new double[rows];
    trial.backend.tanhRecurrence(
        weights,
        states,
        batch,
        (on, first, last) -> {
          Matrix after = states.rows(batch + first, last - first);
          Matrix output = logits.rows(first, last - first);
          on.gemm(after, false, outputWeights, false, output, false);
          on.softmaxCrossEntropy(logits, ids, first, last, losses);
          on.gemm(output, false, outputWeights, true, dStates.rows(first, last - first), false);
        });
    Matrix sums = trial.numbers(hidden, hidden, 0.1);
    Matrix rowSums = trial.zeros(1, hidden);
    Matrix table = trial.zeros(65, hidden);
    trial.backend.tanhRecurrenceGradient(
        weights,
        states,
        dStates,
        batch,
        (on, first, last) -> {
          Matrix gradients = dStates.rows(first, last - first);
          on.outerProducts(states.rows(first, last - first), gradients, sums, true);
          on.columnSums(gradients, rowSums, last < rows);
          on.scatterAddRows(dStates, ids, first, last, table);
        });
    Stream.of(states, logits, dStates, sums, rowSums, table).forEach(trial::keep);
    Arrays.stream(losses).forEach(trial::keep);
  }

  private static List<Operation> recurrences() {
    List<Operation> operations = new ArrayList<>();
    for (int hidden : new int[] {1, 3, 17, 48, 64, 65, 192, 193}) {
      for (int batch : BATCHES) {
        for (int time : new int[] {1, 2, 3, 9, 10}) {
          String sizes = " H=" + hidden + " B=" + batch + " T=" + time;
          operations.add(
              new Operation(
                  "tanhRecurrence" + sizes, trial -> recurrence(trial, hidden, batch, time)));
          operations.add(
              new Operation(
                  "tanhRecurrenceGradient" + sizes,
                  trial -> recurrenceGradient(trial, hidden, batch, time)));
        }
      }
    }
    return operations;
  }

  private static void recurrence(Trial trial, int hidden, int batch, int time) {
    Matrix inputs = trial.numbers(time * batch, hidden, 1);
    Matrix weights = trial.numbers(hidden, hidden, 1 / Math.sqrt(hidden));
    Matrix states = trial.numbers((time + 1) * batch, hidden, 0.5);
    trial.backend.copy(inputs, states.rows(batch, time * batch));
    trial.backend.tanhRecurrence(weights, states, batch, Follower.NONE);
    trial.keep(states);
  }

  private static void recurrenceGradient(Trial trial, int hidden, int batch, int time) {
    Matrix transposedWeights = trial.numbers(hidden, hidden, 1 / Math.sqrt(hidden));
    Matrix states = trial.numbers((time + 1) * batch, hidden, 0.5);
    Matrix dStates = trial.numbers(time * batch, hidden, 1e-3);
    trial.backend.tanhRecurrenceGradient(transposedWeights, states, dStates, batch, Follower.NONE);
    trial.keep(dStates);
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
          double[] losses = new double[rows];
          trial.backend.softmaxCrossEntropy(logits, trial.ids(rows, vocabulary), 0, rows, losses);
          Arrays.stream(losses).forEach(trial::keep);
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
                  trial.backend.columnSums(trial.numbers(count, columns, 1), sums, false);
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
      for (double scale : new double[] {1e-3, 1, 30}) {
        operations.add(
            new Operation(
                "tanh" + sizes + " +- " + scale,
                trial -> {
                  Matrix x = trial.numbers(7, columns, scale);
                  trial.backend.tanh(x);
                  trial.keep(x);
                }));
      }
      operations.add(
          new Operation(
              "tanhGradient" + sizes,
              trial -> {
                Matrix gradient = trial.numbers(7, columns, 1);
                trial.backend.tanhGradient(trial.numbers(7, columns, 0.5), gradient);
                trial.keep(gradient);
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

  /** Most gradients are 0 in most steps, as those of rare characters are. */
  private static void adam(Trial trial) {
    Shape[] shapes = {new Shape(3, 17), new Shape(1, 1), new Shape(5, 193), new Shape(16, 16)};
    Block gradients = trial.block(shapes);
    Block firstMoments = trial.block(shapes);
    Block secondMoments = trial.block(shapes);
    Block weights = trial.block(shapes);
    weights.matrices().forEach(matrix -> trial.fill(matrix, 0.05));
    for (int step = 1; step <= 800; step++) {
      for (Matrix gradient : gradients.matrices()) {
        trial.backend.fill(gradient, 0);
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
