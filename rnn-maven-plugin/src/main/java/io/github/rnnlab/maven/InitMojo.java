package io.github.rnnlab.maven;

import io.github.rnnlab.maven.build.BuildContext;
import io.github.rnnlab.maven.goal.CheckedMojo;
import io.github.rnnlab.maven.init.NewProject;
import java.io.File;
import java.nio.file.Path;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Makes a new experiment project that runs as it is: a pom, a config with its JSON Schema for
 * editors, {@code .gitignore} and a workflow for GitHub. It needs no pom, asks nothing, and never
 * replaces a file.
 *
 * @since 0.1.0
 */
@Mojo(name = "init", requiresProject = false, aggregator = true, threadSafe = true)
public final class InitMojo extends CheckedMojo {
  /**
   * The directory of the new project, which need not exist.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.directory", defaultValue = "${basedir}", required = true)
  private File directory;

  /**
   * The name of the experiment; its config is this name with {@code .json}. By default, the
   * experiments are those whose configs are in the directory, or else one named {@code first}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.config")
  private @Nullable String config;

  /**
   * The text to learn, which stays where it is. The default is three of Shakespeare's tragedies,
   * which Maven downloads like any artifact.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.corpus")
  private @Nullable File corpus;

  @Override
  protected void run(BuildContext build) {
    Path target = path(directory, "rnn.directory");
    NewProject project =
        new NewProject(
            target,
            config,
            corpus == null ? null : path(corpus, "rnn.corpus"),
            build.pluginVersion());
    project.write();
    Log log = build.log();
    log.info("The project is in " + target + ":");
    project.files().keySet().forEach(file -> log.info("  " + file));
    log.info("Type next:");
    if (!target.equals(Path.of(System.getProperty("user.dir")))) {
      log.info("  cd " + quoted(target));
    }
    log.info("  mvn rnn:train");
    log.info("  mvn -q rnn:generate");
  }

  private static String quoted(Path path) {
    return path.toString().matches("[\\w./:\\\\-]+") ? path.toString() : "\"" + path + "\"";
  }
}
