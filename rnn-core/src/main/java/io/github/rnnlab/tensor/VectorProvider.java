package io.github.rnnlab.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Provides {@link VectorBackend}, which needs a JVM with the module of the Vector API.
 *
 * <p>It has no state, so any number of threads may use it at once.
 */
public final class VectorProvider implements BackendProvider {
  /** The name of the backend. */
  static final String NAME = "vector";

  private static final String MODULE = "jdk.incubator.vector";

  private static final List<String> KERNELS =
      List.of(
          "VectorKernels::*",
          "VectorStripe::*",
          "VectorTile::*Rows*",
          "VectorGru::*",
          "VectorLstm::*");

  private static final List<String> X86 = List.of("amd64", "x86_64");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public NumericClass numericClass() {
    return NumericClass.EXACT;
  }

  @Override
  public Optional<Obstacle> whyNot(Device device) {
    if (device != Device.CPU || ModuleLayer.boot().findModule(MODULE).isPresent()) {
      return BackendProvider.super.whyNot(device);
    }
    return Optional.of(
        new Obstacle(
            "backend.name",
            "vector in a JVM without the module " + MODULE,
            "a JVM that has it",
            "Start the JVM with --add-modules "
                + MODULE
                + " (mvn rnn:train does; -Drnn.jvm chooses another JDK), or set backend.name to auto"
                + " or scalar, which give the same bits."));
  }

  @Override
  public List<String> jvmFlags() {
    List<String> flags = new ArrayList<>();
    // Arrays on whole cache lines: it doubles the speed of matrix-vector products. It also rules
    // out the JDK's archive of classes, so that the JVM starts later.
    flags.add("-XX:ObjectAlignmentInBytes=64");
    // Loops over vectors are compiled on their own: as part of a larger method, vectors are
    // sometimes kept in objects. A tile's body is compiled anew for each layout of its operands.
    flags.add("-XX:CompileCommand=quiet");
    for (String kernels : KERNELS) {
      flags.add("-XX:CompileCommand=dontinline,io.github.rnnlab.tensor." + kernels);
    }
    flags.add("-XX:CompileCommand=inline,io.github.rnnlab.tensor.VectorTile::tileOf*");
    if (X86.contains(System.getProperty("os.arch"))) {
      // The compiler parks spare integers in vector registers of Intel's processors. Moving them
      // takes turns away from multiplications: a fourth of the speed of large products.
      flags.add("-XX:-UseFPUForSpilling");
    }
    return flags;
  }

  @Override
  public Backend open(Device device, int threads) {
    return new VectorBackend(threads);
  }
}
