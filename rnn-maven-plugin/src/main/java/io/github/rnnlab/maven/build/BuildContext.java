package io.github.rnnlab.maven.build;

import java.nio.file.Path;
import java.util.Map;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;

/**
 * The build that a goal runs in.
 *
 * @param session the session
 * @param project the project whose experiments are run
 * @param pluginVersion the version of this plugin, which is rnn-core's too
 * @param log the goal's log
 * @param memory what this plugin's goals tell those that run later in this project's build
 */
public record BuildContext(
    MavenSession session,
    MavenProject project,
    String pluginVersion,
    Log log,
    Map<Object, Object> memory) {
  private static final String TRAINED = "trained afresh in this build: ";

  /** Whether nobody in this build, in whatever project, has claimed a thing before. */
  public boolean claim(String thing) {
    return session.getRepositorySession().getData().set(thing, null, project.getId());
  }

  /** Remembers that a run was trained in this build, from its first step to its last. */
  public void rememberTraining(Path directory) {
    memory.put(TRAINED + directory, true);
  }

  /** Whether {@link #rememberTraining} was called for a directory. */
  public boolean remembersTraining(Path directory) {
    return memory.containsKey(TRAINED + directory);
  }
}
