package io.github.rnnlab.nd4j;

import org.bytedeco.javacpp.DoublePointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.nd4j.nativeblas.OpaqueContext;

/**
 * An operation of ND4J on arrays that stay the same. Its context keeps them, so a run passes the
 * native library nothing but an address, and allocates nothing.
 *
 * <p>One thread at a time may use it.
 */
final class Operation {
  private final DynamicCustomOp op;
  private final long hash;
  private final OpContext context = Nd4j.getExecutioner().buildContext();
  private final NativeOps library = NativeOpsHolder.getInstance().getDeviceNativeOps();
  private boolean hasRun;

  private Operation(String name, INDArray output, INDArray... inputs) {
    op = DynamicCustomOp.builder(name).build();
    hash = op.opHash();
    context.setInputArrays(inputs);
    context.setOutputArray(0, output);
  }

  /** Makes {@code output = name(input)}; both may be the same array. */
  static Operation of(String name, INDArray input, INDArray output) {
    return new Operation(name, output, input);
  }

  /** Makes {@code output = name(a, b)}; the output may be one of the inputs. */
  static Operation of(String name, INDArray a, INDArray b, INDArray output) {
    return new Operation(name, output, a, b);
  }

  /** Makes {@code output = name(a, b, c)}; the output may be one of the inputs. */
  static Operation of(String name, INDArray a, INDArray b, INDArray c, INDArray output) {
    return new Operation(name, output, a, b, c);
  }

  /**
   * Makes {@code c = factor a b + kept c}, with a or b transposed or not.
   *
   * <p>oneDNN multiplies matrices, but not rows: it takes 5 microseconds longer than BLAS to begin.
   */
  static Operation product(
      INDArray a,
      boolean transposeA,
      INDArray b,
      boolean transposeB,
      double factor,
      double kept,
      INDArray c) {
    Operation product =
        of("matmul", a, b, c)
            .reals(factor, kept)
            .integers(transposeA ? 1 : 0, transposeB ? 1 : 0, 0);
    product.context.allowHelpers(c.rows() > 1);
    return product;
  }

  /** Makes {@code output = factor x + y}; the output may be one of the inputs. */
  static Operation scaledSum(double factor, INDArray x, INDArray y, INDArray output) {
    return of("axpy", y, x, output).reals(factor);
  }

  /** Adds real arguments. */
  Operation reals(double... reals) {
    context.setTArguments(reals);
    return this;
  }

  /** Adds whole arguments. */
  Operation integers(long... integers) {
    context.setIArguments(integers);
    return this;
  }

  /** Lets a reduction keep the dimensions of its input, each with one number. */
  Operation keepsDimensions() {
    context.setBArguments(true);
    return this;
  }

  /** Adds outputs beside the first. */
  Operation alsoTo(INDArray second, INDArray third) {
    context.setOutputArray(1, second);
    context.setOutputArray(2, third);
    return this;
  }

  /**
   * Replaces the real arguments without allocating anything.
   *
   * @param reals in native memory, of which this method copies {@code count}
   */
  void set(DoublePointer reals, int count) {
    library.setGraphContextTArguments((OpaqueContext) context.contextPointer(), reals, count);
  }

  /**
   * Computes the output.
   *
   * @throws IllegalStateException if the library refuses the operands
   */
  void run() {
    if (!hasRun) {
      Nd4j.getExecutioner().exec(op, context); // Sets the stream of a GPU, too.
      hasRun = true;
    } else if (library.execCustomOp2(null, hash, context.contextPointer()) != 0) {
      throw new IllegalStateException(
          "ND4J's " + op.opName() + " failed: " + library.lastErrorMessage());
    }
  }
}
