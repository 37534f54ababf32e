package io.github.rnnlab.nd4j;

import io.github.rnnlab.tensor.Device;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** ND4J as it is loaded in this JVM. */
record Nd4jLibrary(Device device, int threads) {
  static Nd4jLibrary load(Device device, int threads) {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    Nd4j.getMemoryManager().togglePeriodicGc(false);
    Nd4j.getEnvironment().setMaxThreads(threads);
    Nd4j.getEnvironment().setMaxMasterThreads(threads);
    openblas.blas_set_num_threads(threads);
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    return new Nd4jLibrary(device, threads);
  }

  String describe() {
    return "ND4J, " + threads;
  }
}
