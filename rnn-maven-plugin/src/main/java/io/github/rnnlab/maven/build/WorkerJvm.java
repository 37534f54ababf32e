package io.github.rnnlab.maven.build;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.maven.fork.JavaRuntime;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;

/**
 * Chooses the worker's JVM: {@code rnn.jvm}, or else the JDK of {@code jdkToolchain}, or else the
 * build's toolchain, or else the JVM that runs Maven.
 */
@Named
@Singleton
public final class WorkerJvm {
  private final ToolchainManager toolchains;

  @Inject
  WorkerJvm(ToolchainManager toolchains) {
    this.toolchains = toolchains;
  }

  /** Returns the chosen JVM. */
  public JavaRuntime choose(WorkerOptions options, BuildContext build) {
    if (options.jvm() != null) {
      return JavaRuntime.at(options.jvm(), "rnn.jvm");
    }
    if (!options.jdkToolchain().isEmpty()) {
      List<Toolchain> matching =
          toolchains.getToolchains(build.session(), "jdk", options.jdkToolchain());
      if (matching == null || matching.isEmpty()) {
        throw new InvalidInputException(
            "jdkToolchain",
            options.jdkToolchain().toString(),
            "what a JDK in toolchains.xml provides",
            "Correct jdkToolchain, or add such a JDK to toolchains.xml.");
      }
      return of(matching.get(0), "jdkToolchain");
    }
    Toolchain ofBuild = toolchains.getToolchainFromBuildContext("jdk", build.session());
    if (ofBuild != null) {
      return of(ofBuild, "the build's JDK toolchain");
    }
    return JavaRuntime.at(Path.of(System.getProperty("java.home")), "java.home");
  }

  private static JavaRuntime of(Toolchain toolchain, String origin) {
    String java = toolchain.findTool("java");
    if (java == null) {
      throw new InvalidInputException(
          origin, toolchain + " without java", "a JDK with bin/java", "Correct toolchains.xml.");
    }
    return JavaRuntime.at(Path.of(java), origin);
  }
}
