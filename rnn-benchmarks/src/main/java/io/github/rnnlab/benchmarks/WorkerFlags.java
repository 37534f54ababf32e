package io.github.rnnlab.benchmarks;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** Makes sure that what is measured runs as it does in the worker JVM. */
final class WorkerFlags {
  private static final String ALIGNMENT = "ObjectAlignmentInBytes";

  private WorkerFlags() {}

  /** Refuses a JVM without the worker's flags: it would run at half the speed and not say so. */
  static void require() {
    String alignment =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .getVMOption(ALIGNMENT)
            .getValue();
    if (!alignment.equals("64")
        || ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      throw new IllegalStateException(
          "This JVM lacks the worker's flags ("
              + ALIGNMENT
              + " is "
              + alignment
              + ", expected 64 and the module jdk.incubator.vector): start it with"
              + " java @rnn-benchmarks/worker.args.");
    }
  }
}
