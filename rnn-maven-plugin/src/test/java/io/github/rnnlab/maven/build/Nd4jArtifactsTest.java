package io.github.rnnlab.maven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.tensor.Device;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Nd4jArtifactsTest {
  private static final String LINUX = "linux-x86_64";

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64, linux-x86_64-onednn",
    "Linux, aarch64, linux-arm64, linux-arm64",
    "Mac OS X, aarch64, macosx-arm64, macosx-arm64",
    "Mac OS X, x86_64, macosx-x86_64, macosx-x86_64",
    "Windows 11, amd64, windows-x86_64, windows-x86_64"
  })
  void choosesTheBinariesOfThePlatform(
      String system, String processor, String platform, String variant) {
    assertThat(Nd4jArtifacts.platform(system, processor)).isEqualTo(platform);
    assertThat(natives(Device.CPU, platform))
        .extracting(Artifact::getArtifactId, Artifact::getClassifier)
        .containsExactly(
            tuple("nd4j-native", variant), tuple("openblas", platform), tuple("javacpp", platform));
  }

  @Test
  void takesItsVersionsFromTheBuild() {
    assertThat(
            Stream.of(Device.values())
                .flatMap(device -> natives(device, LINUX).stream())
                .map(Artifact::getVersion))
        .allMatch(version -> version.matches("[0-9][-.0-9M]*"));
    Nd4jArtifacts.Sized java = Nd4jArtifacts.of(Device.CPU, LINUX, List.of()).java();
    assertThat(java.artifact().getVersion()).startsWith("1.0.0");
    assertThat(java.megabytes()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"linux-x86_64, 601", "windows-x86_64, 373"})
  void bringsCudaForAGpu(String platform, int megabytes) {
    assertThat(natives(Device.CUDA, platform))
        .extracting(Artifact::getArtifactId, Artifact::getClassifier)
        .contains(tuple("nd4j-cuda-11.6", platform), tuple("cuda", platform + "-redist"));
    assertThat(
            Nd4jArtifacts.of(Device.CUDA, platform, List.of()).natives().stream()
                .mapToInt(Nd4jArtifacts.Sized::megabytes)
                .sum())
        .isBetween(megabytes + 1_800, megabytes + 1_900);
  }

  @ParameterizedTest
  @CsvSource({
    "CPU, linux-ppc64le, backend.name, 'linux-arm64, linux-x86_64, macosx-arm64'",
    "CPU, windows-arm64, backend.name, 'add binaries to the <dependencies> of the plugin'",
    "CUDA, macosx-arm64, backend.device, 'one of linux-x86_64, windows-x86_64. Set backend.device'"
  })
  void refusesAPlatformWithoutBinaries(Device device, String platform, String key, String part) {
    assertThatThrownBy(() -> Nd4jArtifacts.of(device, platform, List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(key + ": found ")
        .hasMessageContainingAll(platform, "for which ND4J has no binaries", part);
  }

  @Test
  void takesThePlatformForWhichTheUserHasBinaries() {
    assertThat(
            natives(
                Device.CPU, "linux-ppc64le", "org.nd4j:nd4j-native:jar:linux-ppc64le:1.0.0-beta7"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "org.nd4j:nd4j-native:jar:linux-x86_64-avx2:1.0.0-M2.1, nd4j-native",
    "org.nd4j:nd4j-native-platform:1.0.0-M2.1, nd4j-native",
    "org.bytedeco:openblas:jar:linux-x86_64:0.3.28-1.5.11, openblas",
    "org.bytedeco:openblas-platform:0.3.28-1.5.11, openblas"
  })
  void leavesOutWhatTheUserHasBinariesOf(String own, String artifactId) {
    assertThat(natives(Device.CPU, LINUX, own))
        .hasSize(2)
        .extracting(Artifact::getArtifactId)
        .doesNotContain(artifactId);
  }

  @Test
  void takesTheVersionOfTheUsersClasses() {
    assertThat(natives(Device.CPU, LINUX, "org.bytedeco:openblas:0.3.28-1.5.11"))
        .hasSize(3)
        .anyMatch(
            each -> each.toString().equals("org.bytedeco:openblas:jar:linux-x86_64:0.3.28-1.5.11"));
  }

  private static List<Artifact> natives(Device device, String platform, String... own) {
    List<Artifact> artifacts = Stream.of(own).<Artifact>map(DefaultArtifact::new).toList();
    return Nd4jArtifacts.of(device, platform, artifacts).natives().stream()
        .map(Nd4jArtifacts.Sized::artifact)
        .toList();
  }
}
