package io.github.rnnlab.gpu;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.tensor.BackendProvider.Obstacle;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The driver for GPUs by NVIDIA on this machine. It is asked through its program {@code
 * nvidia-smi}, so that nothing of CUDA is loaded: a CUDA library that misses its driver, or that
 * meets a GPU for which it holds no code, fails without a word about the cause.
 *
 * <p>Immutable, so any number of threads may share it; each call of {@link #obstacle} asks again.
 */
public final class CudaDriver {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final String EXPECTED =
      "a GPU by NVIDIA of compute capability "
          + CudaDevice.CAPABILITIES
          + " with a driver "
          + CudaDevice.OLDEST_DRIVER
          + " or later";

  private static final String OTHERWISE = "set backend.device to cpu, or backend.name to vector.";

  /**
   * Where systems keep the library of the driver, besides the directories that the JVM searches.
   */
  private static final List<String> USUAL_DIRECTORIES =
      List.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/wsl/lib", "/usr/local/nvidia/lib64");

  private static final List<String> LIBRARIES = List.of("libcuda.so.1", "nvcuda.dll");

  private final Path nvidiaSmi;
  private final List<Path> libraryDirectories;
  private final Duration limit;

  /**
   * Names the places of a driver.
   *
   * @param nvidiaSmi the program; one that is only a name is searched for on the PATH
   * @param libraryDirectories where the library of the driver may be
   */
  public CudaDriver(Path nvidiaSmi, List<Path> libraryDirectories) {
    this(nvidiaSmi, libraryDirectories, LIMIT);
  }

  CudaDriver(Path nvidiaSmi, List<Path> libraryDirectories, Duration limit) {
    this.nvidiaSmi = nvidiaSmi;
    this.libraryDirectories = List.copyOf(libraryDirectories);
    this.limit = limit;
  }

  /** Returns the driver in the usual places of this machine. */
  public static CudaDriver ofThisMachine() {
    String searched = System.getProperty("java.library.path", "");
    return new CudaDriver(
        Path.of("nvidia-smi"),
        Stream.concat(Stream.of(searched.split(File.pathSeparator)), USUAL_DIRECTORIES.stream())
            .filter(directory -> !directory.isEmpty())
            .map(Path::of)
            .toList());
  }

  /**
   * Returns what keeps a backend from computing on a GPU of this machine; empty if nothing does. A
   * driver without {@code nvidia-smi}, as in some containers, is trusted. Takes at most 20 seconds.
   */
  public Optional<Obstacle> obstacle() {
    Optional<Answer> answer = ask("name,compute_cap,driver_version");
    if (answer.isEmpty()) {
      return hasLibrary()
          ? Optional.empty()
          : obstacle(
              "no driver (neither nvidia-smi on the PATH nor " + LIBRARIES.get(0) + ")",
              "Install the driver, or " + OTHERWISE);
    }
    if (answer.get().hasNoSuchField()) {
      // Drivers before 510 do not tell the capability.
      answer = ask("name,driver_version");
    }
    return answer.flatMap(CudaDriver::obstacle);
  }

  private static Optional<Obstacle> obstacle(Answer answer) {
    List<CudaDevice> devices = answer.devices();
    if (devices.isEmpty()) {
      return obstacle(
          "nvidia-smi, which " + answer.description(),
          "Repair the driver until nvidia-smi lists the GPU, or " + OTHERWISE);
    }
    if (devices.stream().anyMatch(CudaDevice::isSupported)) {
      return Optional.empty();
    }
    return obstacle(
        devices.stream().map(CudaDevice::toString).collect(Collectors.joining("; ")),
        devices.stream().anyMatch(CudaDevice::hasSupportedCapability)
            ? "Update the driver, or " + OTHERWISE
            : "S" + OTHERWISE.substring(1));
  }

  private static Optional<Obstacle> obstacle(String found, String fix) {
    return Optional.of(new Obstacle("backend.device", "cuda and " + found, EXPECTED, fix));
  }

  private boolean hasLibrary() {
    return libraryDirectories.stream()
        .flatMap(directory -> LIBRARIES.stream().map(directory::resolve))
        .anyMatch(Files::exists);
  }

  /** Asks nvidia-smi for fields of each GPU. Returns nothing if there is no such program. */
  private Optional<Answer> ask(String fields) {
    Process process;
    try {
      process =
          new ProcessBuilder(nvidiaSmi.toString(), "--query-gpu=" + fields, "--format=csv,noheader")
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      return Optional.empty();
    }
    Thread atShutdown = new Thread(() -> kill(process), "stop nvidia-smi");
    Runtime.getRuntime().addShutdownHook(atShutdown);
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.of(
            new Answer(List.of(), "does not answer within " + limit.toSeconds() + " seconds"));
      }
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      List<String> lines = text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
      return Optional.of(
          new Answer(
              lines,
              lines.isEmpty()
                  ? "ends with " + process.exitValue() + " and says nothing"
                  : "says: " + lines.get(0)));
    } catch (IOException e) {
      return Optional.of(new Answer(List.of(), "cannot be read (" + e.getMessage() + ")"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokenRunException("The look for a GPU was interrupted.", e);
    } finally {
      kill(process);
      try {
        Runtime.getRuntime().removeShutdownHook(atShutdown);
      } catch (IllegalStateException e) {
        // The JVM is going down, and the hook has done its work.
      }
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /**
   * What nvidia-smi printed.
   *
   * @param lines its lines
   * @param description what it did, for a message
   */
  private record Answer(List<String> lines, String description) {
    boolean hasNoSuchField() {
      return lines.stream().anyMatch(line -> line.contains("not a valid field"));
    }

    List<CudaDevice> devices() {
      List<CudaDevice> devices = new ArrayList<>();
      lines.forEach(line -> CudaDevice.of(line).ifPresent(devices::add));
      return devices;
    }
  }
}
