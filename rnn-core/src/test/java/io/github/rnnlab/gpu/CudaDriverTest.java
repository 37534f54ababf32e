package io.github.rnnlab.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rnnlab.tensor.BackendProvider.Obstacle;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CudaDriverTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Tesla K80, 3.7, 450.80.02",
        "NVIDIA A100-SXM4-40GB, 8.0, 535.104.05",
        "NVIDIA L4, 8.9, 450.80",
        "A name, with a comma, 7.5, 1000.1",
        "GRID V100D-8C, [N/A], 470.82.01"
      })
  void takesASupportedGpu(String line) throws IOException {
    assertThat(answering("echo '" + line + "'").obstacle()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'NVIDIA H100 80GB HBM3, 9.0, 535.104.05', of compute capability 9.0",
    "'NVIDIA GeForce RTX 5090, 12.0, 580.65', of compute capability 12.0",
    "'Tesla K40m, 3.5, 470.82.01', of compute capability 3.5"
  })
  void refusesAGpuThatNd4jHasNoCodeFor(String line, String found) throws IOException {
    Obstacle obstacle = answering("echo '" + line + "'").obstacle().orElseThrow();

    assertThat(obstacle.key()).isEqualTo("backend.device");
    assertThat(obstacle.found()).contains("cuda and ", line.split(",", -1)[0], found);
    assertThat(obstacle.expected()).contains("3.7 to 8.9", "450.80 or later");
    assertThat(obstacle.fix()).isEqualTo("Set backend.device to cpu, or backend.name to vector.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"440.100", "450.79.99", "99.1"})
  void refusesAnOldDriver(String version) throws IOException {
    Obstacle obstacle = answering("echo 'Tesla T4, 7.5, " + version + "'").obstacle().orElseThrow();

    assertThat(obstacle.found()).contains("with driver " + version);
    assertThat(obstacle.fix()).startsWith("Update the driver, or set backend.device to cpu");
  }

  @Test
  void takesOneSupportedGpuAmongSeveral() throws IOException {
    assertThat(answering("echo 'NVIDIA H100, 9.0, 535.1'; echo 'Tesla T4, 7.5, 535.1'").obstacle())
        .isEmpty();
  }

  @Test
  void asksADriverThatDoesNotTellTheCapabilityForTheRest() throws IOException {
    String script =
        """
        case "$1" in
          *compute_cap*) echo 'Field "compute_cap" is not a valid field to query.'; exit 2;;
          *) echo 'Tesla T4, %s';;
        esac
        """;

    assertThat(answering(String.format(script, "460.32.03")).obstacle()).isEmpty();
    assertThat(answering(String.format(script, "440.33.01")).obstacle())
        .map(Obstacle::found)
        .hasValue("cuda and Tesla T4 with driver 440.33.01");
  }

  @Test
  void reportsADriverThatIsNotLoaded() throws IOException {
    Obstacle obstacle =
        answering("echo; echo 'NVIDIA-SMI has failed because it has no driver.' >&2; exit 9")
            .obstacle()
            .orElseThrow();

    assertThat(obstacle.found())
        .isEqualTo(
            "cuda and nvidia-smi, which says: NVIDIA-SMI has failed because it has no driver.");
    assertThat(obstacle.fix()).startsWith("Repair the driver");
    assertThat(answering("exit 3").obstacle().orElseThrow().found())
        .endsWith("nvidia-smi, which ends with 3 and says nothing");
  }

  @Test
  void stopsAProgramThatDoesNotAnswer() throws Exception {
    CudaDriver hanging =
        new CudaDriver(
            program("sleep 61 & sleep 62 & wait; echo 'Tesla T4, 7.5, 535.1'"),
            List.of(),
            Duration.ofSeconds(1));

    assertThat(hanging.obstacle().orElseThrow().found())
        .endsWith("does not answer within 1 seconds");
    List<ProcessHandle> left =
        ProcessHandle.current()
            .descendants()
            .filter(
                child ->
                    child
                        .info()
                        .commandLine()
                        .orElse("")
                        .matches(".*(sleep 6[12]|" + Pattern.quote(directory.toString()) + ".*)"))
            .toList();
    for (ProcessHandle child : left) { // The system takes a moment to end what is stopped.
      child.onExit().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void trustsADriverWithoutTheProgram() throws IOException {
    Path nowhere = directory.resolve("nowhere");
    Files.createFile(directory.resolve("libcuda.so.1"));

    assertThat(new CudaDriver(nowhere, List.of(nowhere, directory)).obstacle()).isEmpty();
  }

  @Test
  void refusesAMachineWithoutADriver() {
    Path nowhere = directory.resolve("nowhere");

    assertThat(new CudaDriver(nowhere, List.of(nowhere, directory)).obstacle())
        .hasValue(
            new Obstacle(
                "backend.device",
                "cuda and no driver (neither nvidia-smi on the PATH nor libcuda.so.1)",
                "a GPU by NVIDIA of compute capability 3.7 to 8.9 with a driver 450.80 or later",
                "Install the driver, or set backend.device to cpu, or backend.name to vector."));
  }

  @Test
  void looksAtThisMachine() {
    Optional<Obstacle> obstacle = CudaDriver.ofThisMachine().obstacle();

    obstacle.ifPresent(found -> assertThat(found.found()).startsWith("cuda and "));
  }

  private CudaDriver answering(String script) throws IOException {
    return new CudaDriver(program(script), List.of());
  }

  /** Returns a program that runs a script of the shell. */
  private Path program(String script) throws IOException {
    assumeTrue(File.separatorChar == '/', "a shell");
    Path program = directory.resolve("nvidia-smi");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    assumeTrue(program.toFile().setExecutable(true));
    return program;
  }
}
