package io.github.rnnlab.maven.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;

/**
 * What Apache Spark needs of Maven repositories. Immutable, so any number of threads may share it.
 *
 * @param core what every cluster needs, and rnn-spark depends on
 * @param ofMaster the artifact for the kind of cluster, if it needs one
 */
record SparkArtifacts(Artifact core, Optional<Artifact> ofMaster) {
  private static final String GROUP = "org.apache.spark";

  /** Returns whether an artifact is part of Spark, so that a user's own takes precedence. */
  static boolean isPart(Artifact artifact) {
    return artifact.getGroupId().equals(GROUP);
  }

  /** Returns the artifacts for the cluster at an address. */
  static SparkArtifacts of(String master) {
    Properties list = new Properties();
    try (InputStream resource = SparkArtifacts.class.getResourceAsStream("spark.properties")) {
      list.load(Objects.requireNonNull(resource, "spark.properties in the jar of the plugin"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String kind =
        master.equals("yarn") ? "yarn" : master.startsWith("k8s://") ? "kubernetes" : "none";
    return new SparkArtifacts(
        new DefaultArtifact(list.getProperty("core")),
        Optional.ofNullable(list.getProperty(kind)).map(DefaultArtifact::new));
  }
}
