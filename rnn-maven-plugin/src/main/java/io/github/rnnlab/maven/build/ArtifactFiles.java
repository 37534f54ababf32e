package io.github.rnnlab.maven.build;

import static org.apache.maven.RepositoryUtils.toDependency;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.gpu.CudaDriver;
import io.github.rnnlab.source.PublicAddress;
import io.github.rnnlab.tensor.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.repository.LocalArtifactRequest;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;

/** Resolves files from Maven repositories: corpora, models and the worker's class path. */
@Named
@Singleton
public final class ArtifactFiles {
  private static final String FORM = "groupId:artifactId[:extension[:classifier]]:version";

  private static final String MODEL_FORM = "groupId:artifactId:zip:model:version";

  private static final String RUNTIME = "runtime";
  private static final List<Exclusion> EVERYTHING = List.of(new Exclusion("*", "*", "*", "*"));

  private final RepositorySystem repositories;

  @Inject
  ArtifactFiles(RepositorySystem repositories) {
    this.repositories = repositories;
  }

  /** Returns rnn-core at the plugin's version with its runtime dependencies. */
  public List<Path> workerClasspath(BuildContext build) {
    try {
      return resolve(List.of(ours("rnn-core", build)), build);
    } catch (DependencyResolutionException e) {
      throw new BrokenRunException(
          "Cannot find what the worker needs to run ("
              + PublicAddress.in(String.valueOf(e.getMessage()))
              + ").",
          e);
    }
  }

  /**
   * Returns rnn-core, the backend nd4j and its binaries for a device of this machine. What the user
   * has of ND4J among the plugin's dependencies takes precedence. The first download is announced.
   *
   * @throws InvalidInputException if there are no binaries for this platform, if there is no GPU or
   *     driver that can run them, which is checked before they are downloaded, or if Maven cannot
   *     get them
   */
  public List<Path> nd4jClasspath(Device device, BuildContext build) {
    List<Dependency> own =
        build.pluginDependencies().stream()
            .map(mine -> toDependency(mine, build.repositories().getArtifactTypeRegistry()))
            .filter(mine -> Nd4jArtifacts.isPart(mine.getArtifact()))
            .toList();
    String platform =
        Nd4jArtifacts.platform(property("os.name", build), property("os.arch", build));
    Nd4jArtifacts nd4j =
        Nd4jArtifacts.of(device, platform, own.stream().map(Dependency::getArtifact).toList());
    if (device == Device.CUDA) {
      CudaDriver.ofThisMachine()
          .obstacle()
          .ifPresent(
              obstacle -> {
                throw obstacle.refusal();
              });
    }
    announce(nd4j, platform, build);
    // Of two versions, the nearer one wins, and of two as near the first.
    List<Dependency> all = new ArrayList<>(own);
    all.add(ours("rnn-nd4j", build));
    // The binaries have the pom of the classes, whose dependencies are those of rnn-nd4j.
    nd4j.natives().stream()
        .map(each -> new Dependency(each.artifact(), RUNTIME, false, EVERYTHING))
        .forEach(all::add);
    try {
      return resolve(all, build);
    } catch (DependencyResolutionException e) {
      boolean offline = build.session().isOffline();
      throw new InvalidInputException(
          "backend.name",
          "nd4j, which Maven cannot get (" + PublicAddress.in(String.valueOf(e.getMessage())) + ")",
          "io.github.rnnlab:rnn-nd4j:"
              + build.pluginVersion()
              + " and the binaries for "
              + platform
              + " in the local repository or in one of the project's repositories of plugins",
          (offline
                  ? "Run once without --offline"
                  : "Add the repository that has them to the pom's <pluginRepositories>")
              + ", or set backend.name to vector.",
          e);
    }
  }

  /** Returns a property as the user gave it or, unless given, of this JVM: as poms see it. */
  private static String property(String name, BuildContext build) {
    return build
        .repositories()
        .getUserProperties()
        .getOrDefault(name, System.getProperty(name, ""));
  }

  /**
   * Returns rnn-spark, which has rnn-core in it, and Apache Spark with what a master needs. What
   * the user has of Spark among the plugin's dependencies takes precedence. The first download is
   * announced.
   *
   * @param master the address of a cluster
   * @throws InvalidInputException if Maven cannot get them
   */
  public List<Path> sparkClasspath(String master, BuildContext build) {
    List<Dependency> all =
        new ArrayList<>(
            build.pluginDependencies().stream()
                .map(mine -> toDependency(mine, build.repositories().getArtifactTypeRegistry()))
                .filter(mine -> SparkArtifacts.isPart(mine.getArtifact()))
                .toList());
    all.add(ours("rnn-spark", build));
    SparkArtifacts spark = SparkArtifacts.of(master);
    spark.ofMaster().map(artifact -> new Dependency(artifact, RUNTIME)).ifPresent(all::add);
    if (!isInLocalRepository(spark.core(), build) && !build.session().isOffline()) {
      build
          .log()
          .info(
              "Downloading Apache Spark "
                  + spark.core().getVersion()
                  + ", this once: some 160 MB into the local repository");
    }
    try {
      return resolve(all, build);
    } catch (DependencyResolutionException e) {
      throw new InvalidInputException(
          "rnn.master",
          master
              + ", for which Maven cannot get Apache Spark ("
              + PublicAddress.in(String.valueOf(e.getMessage()))
              + ")",
          "io.github.rnnlab:rnn-spark:"
              + build.pluginVersion()
              + " and "
              + spark.core()
              + " in the local repository or in one of the project's repositories of plugins",
          (build.session().isOffline()
                  ? "Run once without --offline"
                  : "Add the repository that has them to the pom's <pluginRepositories>")
              + ", or leave out -Drnn.master.",
          e);
    }
  }

  /** Tells what is about to be downloaded, if anything is. */
  private static void announce(Nd4jArtifacts nd4j, String platform, BuildContext build) {
    int megabytes =
        Stream.concat(Stream.of(nd4j.java()), nd4j.natives().stream())
            .filter(each -> !isInLocalRepository(each.artifact(), build))
            .mapToInt(Nd4jArtifacts.Sized::megabytes)
            .sum();
    if (megabytes > 0 && !build.session().isOffline()) {
      build
          .log()
          .info(
              String.format(
                  Locale.ROOT,
                  "Downloading ND4J for %s, this once: %,d MB into the local repository",
                  platform,
                  megabytes));
    }
  }

  private static boolean isInLocalRepository(Artifact artifact, BuildContext build) {
    RepositorySystemSession session = build.repositories();
    return session
        .getLocalRepositoryManager()
        .find(
            session,
            new LocalArtifactRequest(artifact, build.project().getRemotePluginRepositories(), null))
        .isAvailable();
  }

  /** Returns a module of this software at the plugin's version. */
  private static Dependency ours(String artifactId, BuildContext build) {
    return new Dependency(
        new DefaultArtifact("io.github.rnnlab", artifactId, "jar", build.pluginVersion()), RUNTIME);
  }

  private List<Path> resolve(List<Dependency> dependencies, BuildContext build)
      throws DependencyResolutionException {
    CollectRequest collect =
        new CollectRequest(dependencies, List.of(), build.project().getRemotePluginRepositories());
    return repositories
        .resolveDependencies(build.repositories(), new DependencyRequest(collect, null))
        .getArtifactResults()
        .stream()
        .map(ArtifactResult::getArtifact)
        .map(artifact -> artifact.getFile().toPath())
        .toList();
  }

  /**
   * Returns the jar of a corpus from the project's repositories.
   *
   * @throws InvalidInputException if the coordinates cannot be resolved
   */
  public Path corpus(String coordinates, BuildContext build) {
    return file("corpus.artifact", coordinates, FORM, "a jar", build);
  }

  /**
   * Returns the zip of a packaged model from the project's repositories.
   *
   * @param coordinates as {@link #versionLast} returns them
   * @throws InvalidInputException if the coordinates cannot be resolved
   */
  public Path model(String coordinates, BuildContext build) {
    return file("rnn.model", coordinates, MODEL_FORM, "a zip", build);
  }

  /**
   * Returns the one spelling of a model's coordinates.
   *
   * @param coordinates with the version at the end, or as {@code dependency:get} takes them, {@code
   *     groupId:artifactId:version:zip:model}
   */
  public static String versionLast(String coordinates) {
    String[] parts = coordinates.split(":", -1);
    return parts.length == 5 && parts[3].equals("zip") && parts[4].equals("model")
        ? String.join(":", parts[0], parts[1], "zip", "model", parts[2])
        : coordinates;
  }

  private Path file(
      String option, String coordinates, String form, String packaged, BuildContext build) {
    Artifact artifact;
    try {
      artifact = new DefaultArtifact(coordinates);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(option, coordinates, form, "Correct the coordinates.", e);
    }
    Path file;
    try {
      file =
          repositories
              .resolveArtifact(
                  build.repositories(),
                  new ArtifactRequest(
                      artifact, build.project().getRemoteProjectRepositories(), null))
              .getArtifact()
              .getFile()
              .toPath();
    } catch (ArtifactResolutionException e) {
      throw new InvalidInputException(
          option,
          coordinates
              + ", which Maven cannot get ("
              + PublicAddress.in(String.valueOf(e.getMessage()))
              + ")",
          form + " of an artifact in the local repository or in one of the project's repositories",
          build.session().isOffline()
              ? "Correct the coordinates, or run once without --offline."
              : "Correct the coordinates, or add the repository that has it to the pom.",
          e);
    }
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(
          option,
          coordinates + ", a module of this build that is not packaged yet",
          packaged,
          "Run the build at least to the phase package.");
    }
    return file;
  }
}
