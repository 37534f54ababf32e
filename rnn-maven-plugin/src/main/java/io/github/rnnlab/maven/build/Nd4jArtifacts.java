package io.github.rnnlab.maven.build;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.tensor.Device;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;

/**
 * What ND4J needs of Maven repositories on a platform, besides rnn-nd4j: above all its binaries.
 * The list is the resource {@code nd4j.properties}.
 *
 * <p>Immutable, so any number of threads may share it.
 *
 * @param natives the artifacts for the device and the platform
 * @param java stands for all that rnn-nd4j itself depends on
 */
record Nd4jArtifacts(List<Sized> natives, Sized java) {
  private static final Set<String> GROUPS = Set.of("org.nd4j", "org.bytedeco");
  private static final String FOR_ALL_PLATFORMS = "-platform";

  /** An artifact and the megabytes of its download. */
  record Sized(Artifact artifact, int megabytes) {}

  /** Returns whether an artifact is part of ND4J, so that a user's own takes precedence. */
  static boolean isPart(Artifact artifact) {
    return GROUPS.contains(artifact.getGroupId());
  }

  /**
   * Returns the artifacts for a device.
   *
   * @param platform in the words of JavaCPP; see {@link #platform}
   * @param own the user's artifacts of ND4J: there are no natives beside the user's own of the same
   *     artifact, and those beside the user's classes have the user's version
   * @throws InvalidInputException if ND4J has no binaries for the platform, nor has the user
   */
  static Nd4jArtifacts of(Device device, String platform, List<Artifact> own) {
    Properties list = list();
    String key = device.configName() + "." + platform;
    if (!list.containsKey(key) && own.stream().noneMatch(Nd4jArtifacts::hasNatives)) {
      throw refusal(device, platform, list);
    }
    List<Sized> natives = new ArrayList<>();
    for (Sized each : parse(list.getProperty(key, ""))) {
      Artifact artifact = each.artifact();
      List<Artifact> same = own.stream().filter(mine -> isSame(mine, artifact)).toList();
      if (same.stream().noneMatch(Nd4jArtifacts::hasNatives)) {
        String version =
            same.stream().map(Artifact::getVersion).findFirst().orElse(artifact.getVersion());
        natives.add(new Sized(artifact.setVersion(version), each.megabytes()));
      }
    }
    return new Nd4jArtifacts(
        List.copyOf(natives), parse(Objects.requireNonNull(list.getProperty("java"))).get(0));
  }

  /**
   * Returns a platform in the words of JavaCPP, such as {@code linux-x86_64}.
   *
   * @param system the value of {@code os.name}
   * @param processor the value of {@code os.arch}
   */
  static String platform(String system, String processor) {
    String name = system.toLowerCase(Locale.ROOT);
    String shortName =
        name.startsWith("mac") ? "macosx" : name.startsWith("windows") ? "windows" : name;
    String architecture =
        switch (processor) {
          case "amd64" -> "x86_64";
          case "aarch64" -> "arm64";
          default -> processor;
        };
    return shortName + "-" + architecture;
  }

  private static boolean hasNatives(Artifact artifact) {
    return !artifact.getClassifier().isEmpty()
        || artifact.getArtifactId().endsWith(FOR_ALL_PLATFORMS);
  }

  private static boolean isSame(Artifact own, Artifact ours) {
    return own.getGroupId().equals(ours.getGroupId())
        && (own.getArtifactId().equals(ours.getArtifactId())
            || own.getArtifactId().equals(ours.getArtifactId() + FOR_ALL_PLATFORMS));
  }

  private static InvalidInputException refusal(Device device, String platform, Properties list) {
    String start = device.configName() + ".";
    String platforms =
        String.join(
            ", ",
            list.stringPropertyNames().stream()
                .filter(key -> key.startsWith(start))
                .map(key -> key.substring(start.length()))
                .sorted()
                .toList());
    return device == Device.CPU
        ? new InvalidInputException(
            "backend.name",
            "nd4j on " + platform + ", for which ND4J has no binaries",
            "one of " + platforms,
            "Set backend.name to vector, or add binaries to the <dependencies> of the plugin.")
        : new InvalidInputException(
            "backend.device",
            "cuda on " + platform + ", for which ND4J has no binaries",
            "one of " + platforms,
            "Set backend.device to cpu, or backend.name to vector.");
  }

  private static Properties list() {
    Properties list = new Properties();
    try (InputStream resource = Nd4jArtifacts.class.getResourceAsStream("nd4j.properties")) {
      list.load(Objects.requireNonNull(resource, "nd4j.properties in the jar of the plugin"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return list;
  }

  private static List<Sized> parse(String text) {
    String[] words = Stream.of(text.split("\\s+")).filter(w -> !w.isEmpty()).toArray(String[]::new);
    List<Sized> artifacts = new ArrayList<>();
    for (int i = 0; i < words.length; i += 2) {
      artifacts.add(new Sized(new DefaultArtifact(words[i]), Integer.parseInt(words[i + 1])));
    }
    return artifacts;
  }
}
