package io.github.rnnlab.benchmarks;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;

/** Makes sure that what is measured runs as it does in the worker JVM. */
final class WorkerFlags {
  private static final Map<String, String> EXPECTED =
      Map.of("ObjectAlignmentInBytes", "64", "UseSerialGC", "true", "UseFPUForSpilling", "false");

  private WorkerFlags() {}

  /** Refuses a JVM without the worker's flags: it would run at half the speed and not say so. */
  static void require() {
    HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    EXPECTED.forEach(
        (flag, expected) -> {
          String found = machine.getVMOption(flag).getValue();
          if (!found.equals(expected)) {
            throw lacking(flag + " is " + found + ", expected " + expected);
          }
        });
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      throw lacking("the module jdk.incubator.vector is not there");
    }
  }

  private static IllegalStateException lacking(String what) {
    return new IllegalStateException(
        "This JVM lacks the worker's flags ("
            + what
            + "): start it with java @rnn-benchmarks/worker.args.");
  }
}
