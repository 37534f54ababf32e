package io.github.rnnlab.nd4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The operations that a backend has run, so that the same operands need none of them a second time.
 * An operation goes when its output is no longer reachable.
 *
 * <p>One thread at a time may use it.
 */
final class Operations {
  /** More operations on one output than any model has: its other operands come and go. */
  private static final int MANY = 64;

  /** Multiply-adds that take as long as reading or writing a number. */
  private static final long NUMBER = 4;

  private final Map<NativeMatrix, List<Known>> operations = new WeakHashMap<>();

  /** A kind of operation, of which c is the output. */
  enum Kind {
    /** {@code c = a} */
    COPY,
    /** {@code c = 0} */
    CLEAR,
    /** {@code c = a + b} */
    ADD,
    /** {@code c = a b}, number by number; b may be a single one */
    MULTIPLY,
    /** {@code c = min(a, b)}, number by number; b may be a single one */
    MINIMUM,
    /** {@code c = max(a, b)}, number by number; b may be a single one */
    MAXIMUM,
    /** {@code c += a b} */
    PRODUCT,
    /** {@code c += a b^T} */
    PRODUCT_WITH_TRANSPOSED,
    /** {@code c += a^T b} */
    TRANSPOSED_PRODUCT,
    /** {@code c = a b}, the product of a column with a row */
    OUTER_PRODUCT,
    /** {@code c[r] = a[b[r]]} */
    GATHER,
    /** {@code c[r] = a[r] + b} */
    ADD_ROW,
    /** {@code c[b[r]] += a[r]} */
    SCATTER_ADD,
    /** {@code c[r]} = the one-hot row of {@code a[r]} */
    ONE_HOT,
    /** {@code c (1, 1)} = the Euclidean norm of a */
    NORM;

    /** Returns the number of multiply-adds that take as long. */
    long multiplyAdds(INDArray a, INDArray b, NativeMatrix c) {
      long numbers = b.length() + (long) c.rows() * c.columns();
      return switch (this) {
        case PRODUCT, PRODUCT_WITH_TRANSPOSED, TRANSPOSED_PRODUCT ->
            a.length() * c.columns() + NUMBER * numbers;
        default -> NUMBER * numbers;
      };
    }

    private Operation of(INDArray a, INDArray b, INDArray c) {
      return switch (this) {
        case COPY -> Operation.of("identity", a, c);
        case CLEAR -> Operation.of("zeros_as", a, c);
        case ADD -> Operation.of("add", a, b, c);
        case MULTIPLY -> Operation.of("multiply", a, b, c);
        case MINIMUM -> Operation.of("minimum", a, b, c);
        case MAXIMUM -> Operation.of("maximum", a, b, c);
        case PRODUCT -> Operation.product(a, false, b, false, 1, 1, c);
        case PRODUCT_WITH_TRANSPOSED -> Operation.product(a, false, b, true, 1, 1, c);
        case TRANSPOSED_PRODUCT -> Operation.product(a, true, b, false, 1, 1, c);
        case OUTER_PRODUCT -> Operation.product(a, false, b, false, 1, 0, c);
        case GATHER -> Operation.of("gather", a, b, c).integers(0);
        case ADD_ROW -> Operation.of("biasadd", a, b, c);
        case SCATTER_ADD -> Operation.of("scatter_add", c, b, a, c);
        case ONE_HOT -> Operation.of("onehot", a, c).reals(1, 0).integers(-1, c.columns());
        case NORM -> Operation.of("reduce_norm2", a, c).keepsDimensions();
      };
    }
  }

  private record Known(Kind kind, INDArray a, INDArray b, Operation operation) {}

  /**
   * Runs an operation.
   *
   * @param b the second operand; a again if there is none
   */
  void run(Kind kind, INDArray a, INDArray b, NativeMatrix c) {
    Operation known = find(kind, a, b, c);
    if (known == null) {
      known = kind.of(a, b, c.array());
      keep(new Known(kind, a, b, known), c);
    }
    known.run();
  }

  private @Nullable Operation find(Kind kind, INDArray a, INDArray b, NativeMatrix c) {
    List<Known> ofOutput = operations.get(c);
    for (int i = 0; ofOutput != null && i < ofOutput.size(); i++) {
      Known known = ofOutput.get(i);
      if (known.kind == kind && known.a == a && known.b == b) {
        return known.operation;
      }
    }
    return null;
  }

  private void keep(Known known, NativeMatrix c) {
    List<Known> ofOutput = operations.computeIfAbsent(c, key -> new ArrayList<>());
    if (ofOutput.size() == MANY) {
      ofOutput.clear();
    }
    ofOutput.add(known);
  }
}
