package io.github.rnnlab.benchmarks;

import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Matrix;
import io.github.rnnlab.tensor.PackedMatrix;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Matrix products: those of a step of the seed's model, and large ones. */
public class GemmBenchmark extends BackendBenchmark {
  /** The products, by what they compute. */
  public enum Product {
    /** The logits of a window. */
    LOGITS(Seed.STEPS, Seed.HIDDEN, Seed.VOCABULARY, false, true),
    /** The logits of 32 windows. */
    LOGITS_OF_32(32 * Seed.STEPS, Seed.HIDDEN, Seed.VOCABULARY, false, true),
    /** The gradient of the output weights; both operands' rows are time steps. */
    OUTPUT_WEIGHTS(Seed.VOCABULARY, Seed.STEPS, Seed.HIDDEN, true, false),
    /** The gradient of the recurrent weights. */
    RECURRENT_WEIGHTS(Seed.HIDDEN, Seed.STEPS, Seed.HIDDEN, true, false),
    /** The gradient of the recurrent weights, of 32 windows. */
    RECURRENT_WEIGHTS_OF_32(Seed.HIDDEN, 32 * Seed.STEPS, Seed.HIDDEN, true, false),
    /** The gradient of a window's states from that of its logits. */
    STATES(Seed.STEPS, Seed.VOCABULARY, Seed.HIDDEN, false, false),
    /** 192 by 192 by 100. */
    SQUARE_BY_WINDOW(Seed.HIDDEN, Seed.HIDDEN, Seed.STEPS, false, false),
    /** 768 cubed. */
    CUBE_768(768, 768, 768, false, false),
    /** 1024 cubed: rows lie a power of two apart, in few sets of the cache. */
    CUBE_1024(1024, 1024, 1024, false, false);

    private final int rows;
    private final int depth;
    private final int columns;
    private final boolean outer;
    private final boolean transposeB;

    Product(int rows, int depth, int columns, boolean outer, boolean transposeB) {
      this.rows = rows;
      this.depth = depth;
      this.columns = columns;
      this.outer = outer;
      this.transposeB = transposeB;
    }
  }

  /** Which product. */
  @Param public Product product = Product.LOGITS;

  private Backend backend;
  private Matrix a;
  private Matrix b;
  private Matrix c;
  private PackedMatrix packed;

  /** Allocates the operands. */
  @Setup
  public void allocate(OpenBackend open) {
    backend = open.backend();
    a = operand(product.rows, product.depth, product.outer);
    b = operand(product.depth, product.columns, product.transposeB);
    c = backend.allocate(product.rows, product.columns);
    packed = backend.allocatePacked(product.depth, product.columns);
  }

  private Matrix operand(int rows, int columns, boolean transposed) {
    return transposed
        ? Numbers.gaussian(backend, columns, rows, 1)
        : Numbers.gaussian(backend, rows, columns, 1);
  }

  /** {@code c = a b}, as training computes it. */
  @Benchmark
  public void gemm(MultiplyAdds multiplyAdds) {
    backend.fill(c, 0);
    if (product.outer) {
      backend.outerProducts(a, b, c);
    } else {
      backend.pack(b, product.transposeB, packed);
      backend.gemm(a, packed, c);
    }
    multiplyAdds.add((double) product.rows * product.depth * product.columns);
  }
}
