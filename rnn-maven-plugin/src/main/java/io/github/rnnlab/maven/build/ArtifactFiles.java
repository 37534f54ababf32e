package io.github.rnnlab.maven.build;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.source.PublicAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;

/** Resolves files from Maven repositories: corpora and the worker's class path. */
@Named
@Singleton
public final class ArtifactFiles {
  private static final String FORM = "groupId:artifactId[:extension[:classifier]]:version";

  private final RepositorySystem repositories;

  @Inject
  ArtifactFiles(RepositorySystem repositories) {
    this.repositories = repositories;
  }

  /** Returns rnn-core at the plugin's version with its runtime dependencies. */
  public List<Path> workerClasspath(BuildContext build) {
    Artifact core =
        new DefaultArtifact("io.github.rnnlab", "rnn-core", "jar", build.pluginVersion());
    CollectRequest collect =
        new CollectRequest(
            new Dependency(core, "runtime"), build.project().getRemotePluginRepositories());
    try {
      return repositories
          .resolveDependencies(
              build.session().getRepositorySession(), new DependencyRequest(collect, null))
          .getArtifactResults()
          .stream()
          .map(ArtifactResult::getArtifact)
          .map(artifact -> artifact.getFile().toPath())
          .toList();
    } catch (DependencyResolutionException e) {
      throw new BrokenRunException(
          "Cannot find what the worker needs to run ("
              + PublicAddress.in(String.valueOf(e.getMessage()))
              + ").",
          e);
    }
  }

  /**
   * Returns the jar of a corpus from the project's repositories.
   *
   * @throws InvalidInputException if the coordinates cannot be resolved
   */
  public Path corpus(String coordinates, BuildContext build) {
    Artifact artifact;
    try {
      artifact = new DefaultArtifact(coordinates);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "corpus.artifact", coordinates, FORM, "Correct the coordinates.", e);
    }
    Path file;
    try {
      file =
          repositories
              .resolveArtifact(
                  build.session().getRepositorySession(),
                  new ArtifactRequest(
                      artifact, build.project().getRemoteProjectRepositories(), null))
              .getArtifact()
              .getFile()
              .toPath();
    } catch (ArtifactResolutionException e) {
      throw new InvalidInputException(
          "corpus.artifact",
          coordinates
              + ", which Maven cannot get ("
              + PublicAddress.in(String.valueOf(e.getMessage()))
              + ")",
          "an artifact in the local repository or in one of the project's repositories",
          build.session().isOffline()
              ? "Correct the coordinates, or run once without --offline."
              : "Correct the coordinates, or add the repository that has it to the pom.",
          e);
    }
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(
          "corpus.artifact",
          coordinates + ", a module of this build that is not packaged yet",
          "a jar",
          "Run the build at least to the phase package.");
    }
    return file;
  }
}
