package io.github.rnnlab.nd4j;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Reaches the numbers of arrays from the JVM, which on a GPU's arrays needs a copy of them. */
final class HostMemory {
  private HostMemory() {}

  /** Returns the floats of an array, as they are now. */
  static FloatPointer floats(INDArray array) {
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    return new FloatPointer((FloatPointer) array.data().addressPointer());
  }

  /** Returns the whole numbers of an array, as they are now. */
  static IntPointer integers(INDArray array) {
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    return new IntPointer((IntPointer) array.data().addressPointer());
  }

  /** Tells ND4J that the numbers of an array were changed from the JVM. */
  static void changed(INDArray array) {
    Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
  }
}
