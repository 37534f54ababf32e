package io.github.rnnlab.gpu;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A GPU as nvidia-smi describes it.
 *
 * @param name its name, such as {@code NVIDIA A100-SXM4-40GB}
 * @param capability its compute capability, such as {@code 8.0}; null if the driver does not tell
 * @param driver the version of the driver, such as {@code 535.104.05}
 */
record CudaDevice(String name, @Nullable String capability, String driver) {
  /**
   * The compute capabilities that nd4j-cuda-11.6 has code for. Its binaries are for 3.7 to 8.6, and
   * those for 8.6 run on 8.7 and 8.9; it holds nothing that a driver could translate for later
   * GPUs.
   */
  static final String CAPABILITIES = "3.7 to 8.9";

  /** The oldest driver that runs CUDA 11. */
  static final String OLDEST_DRIVER = "450.80";

  private static final Pattern LINE =
      Pattern.compile("(.+?)(?:, *(?:(\\d+\\.\\d+)|\\[[^]]*]))?, *(\\d+\\.\\d+[\\d.]*)");

  /** Returns the GPU of a line {@code name, capability, driver} or {@code name, driver}. */
  static Optional<CudaDevice> of(String line) {
    Matcher matcher = LINE.matcher(line);
    return matcher.matches()
        ? Optional.of(new CudaDevice(matcher.group(1), matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }

  boolean isSupported() {
    return hasSupportedCapability() && isAtLeast(driver, OLDEST_DRIVER);
  }

  /** Returns whether there is code for this GPU; also if its capability is unknown. */
  boolean hasSupportedCapability() {
    return capability == null || isAtLeast(capability, "3.7") && !isAtLeast(capability, "9.0");
  }

  /** Compares the first two numbers of versions. */
  private static boolean isAtLeast(String version, String oldest) {
    String[] found = version.split("\\.", -1);
    String[] least = oldest.split("\\.", -1);
    int major = Integer.compare(Integer.parseInt(found[0]), Integer.parseInt(least[0]));
    return major == 0 ? Integer.parseInt(found[1]) >= Integer.parseInt(least[1]) : major > 0;
  }

  @Override
  public String toString() {
    return name
        + (capability == null ? "" : " of compute capability " + capability)
        + " with driver "
        + driver;
  }
}
