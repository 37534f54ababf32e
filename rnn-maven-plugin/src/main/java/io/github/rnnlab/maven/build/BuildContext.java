package io.github.rnnlab.maven.build;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Dependency;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystemSession;

/**
 * The build of a goal.
 *
 * @param session the session
 * @param project the project of the experiments
 * @param pluginVersion the version of this plugin and of rnn-core
 * @param pluginDependencies what the user added to the plugin's class path
 * @param log the goal's log
 * @param memory values that goals leave for later goals of this project's build
 */
public record BuildContext(
    MavenSession session,
    MavenProject project,
    String pluginVersion,
    List<Dependency> pluginDependencies,
    Log log,
    Map<Object, Object> memory) {
  private static final String TRAINED = "trained afresh in this build: ";

  /**
   * Returns the state of Maven's repositories: the local one, mirrors, and whether it is offline.
   */
  public RepositorySystemSession repositories() {
    return session.getRepositorySession();
  }

  /**
   * Claims a thing for this goal. Returns whether nobody else in this build, in any project, has
   * claimed it before.
   */
  public boolean claim(String thing) {
    return repositories().getData().set(thing, null, project.getId());
  }

  /** Returns how many projects may be built at the same time: 1 without {@code -T}. */
  public int parallelProjects() {
    return parallelProjects(session);
  }

  /** Returns how many projects of a session may be built at the same time. */
  public static int parallelProjects(MavenSession session) {
    return Math.max(
        1, Math.min(session.getRequest().getDegreeOfConcurrency(), session.getProjects().size()));
  }

  /** Remembers that a run was trained in this build, from its first step to its last. */
  public void rememberTraining(Path directory) {
    memory.put(TRAINED + directory, true);
  }

  /** Returns whether {@link #rememberTraining} was called for a directory. */
  public boolean remembersTraining(Path directory) {
    return memory.containsKey(TRAINED + directory);
  }
}
