package io.github.rnnlab.maven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.gpu.CudaDriver;
import io.github.rnnlab.tensor.Device;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Dependency;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.repository.LocalArtifactRequest;
import org.eclipse.aether.repository.LocalArtifactResult;
import org.eclipse.aether.repository.LocalRepositoryManager;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.resolution.DependencyResult;
import org.junit.jupiter.api.Test;

/** With a repository system that resolves what it is asked for and nothing more. */
class ArtifactFilesTest {
  private static final String PLATFORM =
      Nd4jArtifacts.platform(System.getProperty("os.name"), System.getProperty("os.arch"));

  private final List<Artifact> collected = new ArrayList<>();
  private final List<String> logged = new ArrayList<>();
  private final List<Dependency> own = new ArrayList<>();
  private final Set<String> present = new LinkedHashSet<>();
  private boolean offline;
  private boolean failing;

  @Test
  void asksForNothingOfNd4jByDefault() {
    files().workerClasspath(build());

    assertThat(collected).hasToString("[io.github.rnnlab:rnn-core:jar:1.2.3]");
    assertThat(logged).isEmpty();
  }

  @Test
  void asksForTheBackendAndItsBinaries() {
    List<Path> classpath = files().nd4jClasspath(Device.CPU, build());

    assertThat(collected).first().hasToString("io.github.rnnlab:rnn-nd4j:jar:1.2.3");
    assertThat(collected)
        .extracting(Artifact::getArtifactId)
        .containsExactly("rnn-nd4j", "nd4j-native", "openblas", "javacpp");
    assertThat(classpath).hasSize(4).contains(Path.of("rnn-nd4j"));
  }

  @Test
  void takesTheVersionOfAModelInEitherPlace() {
    assertThat(ArtifactFiles.versionLast("g:a:1:zip:model")).isEqualTo("g:a:zip:model:1");
    for (String maven :
        List.of("g:a:zip:model:1", "g:a:1", "g:a:1:zip:other", "g:a:1:zip:model:")) {
      assertThat(ArtifactFiles.versionLast(maven)).isEqualTo(maven);
    }
    assertThatThrownBy(() -> files().model("g:a", build()))
        .hasMessage(
            "rnn.model: found g:a, expected groupId:artifactId:zip:model:version. Correct the"
                + " coordinates.");
  }

  @Test
  void asksFirstForWhatTheUserHasOfNd4j() {
    own.add(dependency("org.apache.commons", "commons-lang3", "3.11", ""));
    own.add(dependency("org.nd4j", "nd4j-native", "1.0.0-M2.1", PLATFORM + "-compat"));

    files().nd4jClasspath(Device.CPU, build());

    assertThat(collected)
        .extracting(Artifact::getArtifactId)
        .containsExactly("nd4j-native", "rnn-nd4j", "openblas", "javacpp");
  }

  @Test
  void announcesADownload() {
    files().nd4jClasspath(Device.CPU, build());

    assertThat(logged)
        .singleElement()
        .asString()
        .matches("Downloading ND4J for " + PLATFORM + ", this once: 1?\\d\\d MB into .*");
  }

  @Test
  void announcesWhatIsStillMissing() {
    present.addAll(Set.of("nd4j-native", "nd4j-api"));

    files().nd4jClasspath(Device.CPU, build());

    assertThat(logged).singleElement().asString().matches(".* this once: [1-5]\\d MB into .*");
  }

  @Test
  void announcesNoDownloadThatDoesNotHappen() {
    present.addAll(Set.of("nd4j-native", "openblas", "javacpp", "nd4j-api"));
    files().nd4jClasspath(Device.CPU, build());
    present.clear();
    offline = true;
    files().nd4jClasspath(Device.CPU, build());

    assertThat(logged).isEmpty();
  }

  @Test
  void saysWhatIsMissingAndWhatToDo() {
    failing = true;
    assertThatThrownBy(() -> files().nd4jClasspath(Device.CPU, build()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(
            "backend.name: found nd4j, which Maven cannot get",
            "expected io.github.rnnlab:rnn-nd4j:1.2.3 and the binaries for " + PLATFORM,
            "<pluginRepositories>, or set backend.name to vector.");
    offline = true;
    assertThatThrownBy(() -> files().nd4jClasspath(Device.CPU, build()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Run once without --offline, or set backend.name to vector.");
  }

  @Test
  void looksForAGpuBeforeItDownloads() {
    assumeTrue(CudaDriver.ofThisMachine().obstacle().isPresent(), "a machine without a GPU");

    assertThatThrownBy(() -> files().nd4jClasspath(Device.CUDA, build()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("backend.device: found cuda");
    assertThat(collected).isEmpty();
    assertThat(logged).isEmpty();
  }

  private static Dependency dependency(
      String groupId, String artifactId, String version, String classifier) {
    Dependency dependency = new Dependency();
    dependency.setGroupId(groupId);
    dependency.setArtifactId(artifactId);
    dependency.setVersion(version);
    dependency.setClassifier(classifier);
    return dependency;
  }

  private ArtifactFiles files() {
    return new ArtifactFiles(
        fake(
            RepositorySystem.class,
            (name, arguments) -> resolve((DependencyRequest) arguments[1])));
  }

  private DependencyResult resolve(DependencyRequest request) throws DependencyResolutionException {
    CollectRequest collect = request.getCollectRequest();
    DependencyResult result = new DependencyResult(request);
    if (failing) {
      throw new DependencyResolutionException(result, "no such artifact", null);
    }
    collect.getDependencies().forEach(each -> collected.add(each.getArtifact()));
    return result.setArtifactResults(
        collect.getDependencies().stream()
            .map(
                each ->
                    new ArtifactResult(new ArtifactRequest())
                        .setArtifact(
                            each.getArtifact()
                                .setFile(Path.of(each.getArtifact().getArtifactId()).toFile())))
            .toList());
  }

  private BuildContext build() {
    DefaultRepositorySystemSession repositories = MavenRepositorySystemUtils.newSession();
    repositories.setLocalRepositoryManager(
        fake(
            LocalRepositoryManager.class,
            (name, arguments) -> find((LocalArtifactRequest) arguments[1])));
    MavenSession session =
        new MavenSession(
            null,
            repositories,
            new DefaultMavenExecutionRequest().setOffline(offline),
            new DefaultMavenExecutionResult());
    Log log =
        fake(Log.class, (name, arguments) -> name.equals("info") && logged.add("" + arguments[0]));
    return new BuildContext(session, new MavenProject(), "1.2.3", own, log, new LinkedHashMap<>());
  }

  private LocalArtifactResult find(LocalArtifactRequest request) {
    return new LocalArtifactResult(request)
        .setAvailable(present.contains(request.getArtifact().getArtifactId()));
  }

  /** Answers the calls of an interface. */
  private interface Answer {
    Object to(String name, Object[] arguments) throws Throwable;
  }

  private static <T> T fake(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Object result = answer.to(method.getName(), arguments);
              return method.getReturnType() == void.class ? null : result;
            }));
  }
}
