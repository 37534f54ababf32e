package io.github.rnnlab.maven;

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
 */
record BuildContext(MavenSession session, MavenProject project, String pluginVersion, Log log) {}
