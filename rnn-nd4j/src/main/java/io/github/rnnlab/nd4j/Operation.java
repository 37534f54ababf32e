package io.github.rnnlab.nd4j;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.nd4j.nativeblas.OpaqueContext;

/**
 * An operation of ND4J with a context of its own. The context keeps the operands, so running the
 * operation again with the same ones passes nothing to the native library but its address, and
 * allocates nothing.
 *
 * <p>One thread at a time may use it.
 */
final class Operation {
  private final String name;
  private final DynamicCustomOp op;
  private final OpContext context;
  private final INDArray[] operands;
  private boolean hasRun;

  /**
   * Makes an operation without operands.
   *
   * @param name of ND4J's operation
   * @param inputs the number of inputs
   */
  private Operation(String name, int inputs) {
    this.name = name;
    op = DynamicCustomOp.builder(name).build();
    context = Nd4j.getExecutioner().buildContext();
    operands = new INDArray[inputs + 1];
  }

  /** Makes an operation whose operands follow before each run. */
  static Operation of(String name, int inputs) {
    return new Operation(name, inputs);
  }

  /** Makes {@code output = name(input)}; both may be the same array. */
  static Operation of(String name, INDArray input, INDArray output) {
    return new Operation(name, 1).on(input, output);
  }

  /** Makes {@code output = name(a, b)}; the output may be one of the inputs. */
  static Operation of(String name, INDArray a, INDArray b, INDArray output) {
    return new Operation(name, 2).on(a, b, output);
  }

  /** Makes a sum of products whose operands follow before each run. */
  static Operation product(boolean transposeA, boolean transposeB, boolean adds) {
    return new Operation("matmul", 2).reals(1, adds ? 1 : 0).transposes(transposeA, transposeB);
  }

  /** Makes {@code c = factor (c + a b)}, or with b transposed. */
  static Operation product(INDArray a, INDArray b, boolean transposeB, float factor, INDArray c) {
    Operation product =
        new Operation("matmul", 2).reals(factor, factor).transposes(false, transposeB).on(a, b, c);
    product.chooseLibrary(a.rows());
    return product;
  }

  /** Makes {@code output = a b}. */
  static Operation sums(INDArray a, INDArray b, INDArray output) {
    return product(false, false, false).on(a, b, output);
  }

  /** Makes {@code output = factor x + y}. */
  static Operation scaledSum(float factor, INDArray x, INDArray y, INDArray output) {
    return new Operation("axpy", 2).reals(factor).on(y, x, output);
  }

  private Operation transposes(boolean transposeA, boolean transposeB) {
    return integers(transposeA ? 1 : 0, transposeB ? 1 : 0, 0);
  }

  /** Sets the real arguments. */
  Operation reals(double... reals) {
    context.setTArguments(reals);
    return this;
  }

  /** Sets the whole arguments. */
  Operation integers(long... integers) {
    context.setIArguments(integers);
    return this;
  }

  /**
   * Replaces the real arguments without allocating anything.
   *
   * @param reals in native memory, which this method copies
   */
  void set(DoublePointer reals, int count) {
    library().setGraphContextTArguments((OpaqueContext) context.contextPointer(), reals, count);
  }

  /** Sets the operands, unless they are set already. */
  Operation on(INDArray input, INDArray output) {
    input(0, input);
    output(output);
    return this;
  }

  /** Sets the operands, unless they are set already. */
  Operation on(INDArray a, INDArray b, INDArray output) {
    input(0, a);
    input(1, b);
    output(output);
    return this;
  }

  /** Sets the operands, unless they are set already. */
  Operation on(INDArray a, INDArray b, INDArray c, INDArray output) {
    input(0, a);
    input(1, b);
    input(2, c);
    output(output);
    return this;
  }

  /** Adds an output beside the first. */
  Operation alsoTo(int index, INDArray output) {
    context.setOutputArray(index, output);
    return this;
  }

  /**
   * Lets oneDNN multiply matrices, but not rows: it takes 5 microseconds more than BLAS to begin.
   *
   * @param rows of the left operand
   */
  Operation chooseLibrary(long rows) {
    context.allowHelpers(rows > 1);
    return this;
  }

  private void input(int index, INDArray array) {
    if (operands[index] != array) {
      context.setInputArray(index, array);
      operands[index] = array;
    }
  }

  private void output(INDArray array) {
    int last = operands.length - 1;
    if (operands[last] != array) {
      context.setOutputArray(0, array);
      operands[last] = array;
    }
  }

  /**
   * Computes the output.
   *
   * @throws IllegalStateException if the library refuses the operands
   */
  void run() {
    if (!hasRun) {
      // Sets the stream of a GPU, too.
      Nd4j.getExecutioner().exec(op, context);
      hasRun = true;
      return;
    }
    NativeOps library = library();
    int status = library.execCustomOp2(null, op.opHash(), context.contextPointer());
    if (status != 0) {
      throw new IllegalStateException(
          "ND4J's " + name + " failed: " + library.lastErrorMessage() + " " + this);
    }
  }

  private static NativeOps library() {
    return NativeOpsHolder.getInstance().getDeviceNativeOps();
  }

  @Override
  public String toString() {
    return name
        + Arrays.stream(operands)
            .map(array -> array == null ? "?" : Arrays.toString(array.shape()))
            .toList();
  }
}
