package io.github.rnnlab.spark;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.apache.spark.SparkEnv;

/** The JVM of an executor. */
final class ExecutorJvm {
  private static final String VECTOR = "jdk.incubator.vector";

  private ExecutorJvm() {}

  /** Returns where this code runs, for messages. */
  static String place() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "an unknown host";
    }
    SparkEnv environment = SparkEnv.get();
    return "executor "
        + (environment == null ? "?" : environment.executorId())
        + " on "
        + host
        + " (JDK "
        + Runtime.version()
        + ", "
        + System.getProperty("java.home")
        + ")";
  }

  /** Returns why runs cannot go on here; empty if they can. */
  static Optional<String> obstacle(int feature) {
    return obstacle(
        feature, Runtime.version().feature(), ModuleLayer.boot().findModule(VECTOR).isPresent());
  }

  /**
   * Returns why runs cannot go on in a JVM.
   *
   * @param expected the feature release of the driver's JDK
   * @param found that of the executor's
   * @param hasVectorModule whether the executor has the Vector API
   */
  static Optional<String> obstacle(int expected, int found, boolean hasVectorModule) {
    if (found != expected) {
      return Optional.of(
          "found JDK "
              + found
              + "; expected JDK "
              + expected
              + ", which the driver runs on. Start the Workers, or the containers, with JAVA_HOME"
              + " set to such a JDK, or start Maven or spark-submit with that of the executors.");
    }
    if (!hasVectorModule) {
      return Optional.of(
          "found a JVM without the module "
              + VECTOR
              + "; expected one with it. Take --limit-modules out of"
              + " spark.executor.extraJavaOptions and use a whole JDK on every Worker.");
    }
    return Optional.empty();
  }
}
