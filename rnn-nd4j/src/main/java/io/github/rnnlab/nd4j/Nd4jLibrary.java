package io.github.rnnlab.nd4j;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.tensor.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * ND4J in this JVM, which loads it once, for one device.
 *
 * <p>Any number of threads may load it at once.
 */
final class Nd4jLibrary {
  private static final String CUDA_BACKEND = "org.nd4j.linalg.jcublas.JCublasBackend";

  private static final String MOST_MEMORY = "org.bytedeco.javacpp.maxphysicalbytes";

  /** The kernels that one OpenBLAS chooses from, by the names of their tables. */
  private static final List<String> KERNELS =
      List.of(
          ("PRESCOTT CORE2 ATHLON NEHALEM BARCELONA SANDYBRIDGE BULLDOZER PILEDRIVER STEAMROLLER"
                  + " EXCAVATOR HASWELL ZEN SKYLAKEX COOPERLAKE SAPPHIRERAPIDS ARMV8 CORTEXA53"
                  + " CORTEXA57 CORTEXA72 CORTEXA73 NEOVERSEN1 NEOVERSEV1 NEOVERSEN2 ARMV8SVE A64FX"
                  + " THUNDERX THUNDERX2T99 THUNDERX3T110 TSV110 EMAG8180 VORTEX VORTEXM4")
              .split(" "));

  private Nd4jLibrary() {}

  /**
   * Loads the library, unless it is loaded, and sets the number of its threads.
   *
   * @throws InvalidInputException if it has no natives for this machine, or not those of the device
   */
  static synchronized void load(Device device, int threads) {
    // The limit of the JVM's heap says nothing about memory outside of it.
    if (System.getProperty(MOST_MEMORY) == null) {
      System.setProperty(MOST_MEMORY, "0");
    }
    try {
      if (device == Device.CUDA) {
        requireCuda();
      }
      Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
      Nd4j.getMemoryManager().togglePeriodicGc(false);
      Nd4j.getEnvironment().setMaxThreads(threads);
      Nd4j.getEnvironment().setMaxMasterThreads(threads);
      if (device == Device.CPU) {
        // Beside oneDNN, BLAS has only short products; two pools would take each other's time.
        openblas.blas_set_num_threads(hasOneDnn() ? 1 : threads);
      }
      bind(threads);
    } catch (LinkageError | RuntimeException e) {
      throw new InvalidInputException(
          "backend.name",
          "nd4j, which cannot be loaded (" + reason(e) + ")",
          "ND4J's natives for " + Loader.getPlatform() + ", OpenBLAS's and JavaCPP's",
          "Add their jars to the class path, as docs/backends.md lists them, or set backend.name to"
              + " vector.");
    }
    requireDevice(device);
  }

  /** Asks the backend of GPUs itself: ND4J would fall back to that of processors without a word. */
  private static void requireCuda() {
    try {
      Nd4jBackend cuda =
          Class.forName(CUDA_BACKEND)
              .asSubclass(Nd4jBackend.class)
              .getDeclaredConstructor()
              .newInstance();
      if (!cuda.isAvailable()) {
        throw new IllegalStateException("ND4J finds no GPU");
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no class " + CUDA_BACKEND, e);
    }
  }

  private static String reason(Throwable failure) {
    Throwable first = failure;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    return String.valueOf(first.getMessage()).lines().findFirst().orElse(first.toString());
  }

  private static void requireDevice(Device device) {
    boolean isCuda = !Nd4j.getBackend().getClass().getSimpleName().equals("CpuBackend");
    if (isCuda != (device == Device.CUDA)) {
      throw new InvalidInputException(
          "backend.device",
          device.configName() + " with ND4J's " + Nd4j.getBackend().getClass().getSimpleName(),
          device == Device.CUDA ? "nd4j-cuda on the class path" : "no nd4j-cuda on the class path",
          "Correct the dependencies, or set backend.device to the other device.");
    }
  }

  /** Sets how many threads share an operation that the calling thread starts. */
  static void bind(int threads) {
    operations().setOmpNumThreads(threads);
  }

  /**
   * Describes what decides the bits of a result, such as {@code ND4J 1.0.0-M2.1 with oneDNN,
   * OpenBLAS 0.3.31 (Zen), cpu, 2 threads}.
   */
  static String describe(Device device, int threads) {
    List<String> parts = new ArrayList<>();
    if (device == Device.CUDA) {
      parts.add("ND4J " + version("org.nd4j", "nd4j-cuda-11.6"));
      parts.add(operations().getDeviceName(0));
    } else {
      parts.add("ND4J " + version("org.nd4j", "nd4j-native") + (hasOneDnn() ? " with oneDNN" : ""));
      parts.add(
          "OpenBLAS "
              + version("org.bytedeco", "openblas").replaceFirst("-.*", "")
              + kernel().map(name -> " (" + name + ")").orElse(""));
    }
    parts.add(device.configName());
    parts.add(threads == 1 ? "1 thread" : threads + " threads");
    return String.join(", ", parts);
  }

  private static boolean hasOneDnn() {
    return operations().buildInfo().contains("ONEDNN");
  }

  private static String version(String group, String artifact) {
    try {
      return String.valueOf(Loader.getVersion(group, artifact));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the name of the kernels that OpenBLAS has chosen, such as {@code Zen}. */
  private static Optional<String> kernel() {
    Pointer chosen = Loader.addressof("gotoblas");
    if (chosen == null) {
      return Optional.empty();
    }
    long table = new LongPointer(chosen).get();
    return KERNELS.stream().filter(name -> isAt(table, name)).map(Nd4jLibrary::title).findFirst();
  }

  private static boolean isAt(long table, String kernel) {
    return Stream.ofNullable(Loader.addressof("gotoblas_" + kernel))
        .anyMatch(address -> address.address() == table);
  }

  private static String title(String name) {
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  private static NativeOps operations() {
    return NativeOpsHolder.getInstance().getDeviceNativeOps();
  }
}
