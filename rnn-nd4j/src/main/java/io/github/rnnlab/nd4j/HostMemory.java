package io.github.rnnlab.nd4j;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The numbers of an array as the JVM reaches them; those on a GPU are copied for it.
 *
 * <p>Any number of threads may use it at once.
 */
final class HostMemory {
  private final INDArray array;
  private @Nullable Pointer numbers;

  HostMemory(INDArray array) {
    this.array = array;
  }

  /** Copies floats to the array, from an offset on. */
  synchronized void write(float[] source, long offset, int count) {
    floats(offset).put(source, 0, count);
    changed();
  }

  /** Copies floats of the array, from an offset on. */
  synchronized void read(long offset, float[] target, int count) {
    floats(offset).get(target, 0, count);
  }

  /** Copies whole numbers to the array. */
  synchronized void write(int[] source, int count) {
    ((IntPointer) current()).put(source, 0, count);
    changed();
  }

  private FloatPointer floats(long offset) {
    return ((FloatPointer) current()).position(offset);
  }

  /** Returns the numbers as they are now. */
  private Pointer current() {
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    if (numbers == null) {
      numbers = array.data().addressPointer();
    }
    return numbers;
  }

  private void changed() {
    Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
  }
}
