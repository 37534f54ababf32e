package io.github.rnnlab.maven.goal;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.SystemEncoding;
import io.github.rnnlab.maven.build.BuildContext;
import io.github.rnnlab.maven.log.GitHubJob;
import io.github.rnnlab.maven.log.PrintableLog;
import io.github.rnnlab.maven.option.Options;
import io.github.rnnlab.maven.option.PomConfiguration;
import io.github.rnnlab.maven.run.WorkerFailedException;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/**
 * What all goals share: a check of the options, and the single place that turns failures into
 * Maven's exceptions. Maven makes an instance for each call, and runs it on one thread.
 */
public abstract class CheckedMojo extends AbstractMojo {
  /**
   * Whether to skip this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.skip", defaultValue = "false")
  private boolean skip;

  /**
   * The build.
   *
   * @since 0.1.0
   */
  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  /**
   * The project that is built.
   *
   * @since 0.1.0
   */
  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  /**
   * This call of the goal.
   *
   * @since 0.1.0
   */
  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  private MojoExecution execution;

  /**
   * This plugin.
   *
   * @since 0.1.0
   */
  @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
  private PluginDescriptor plugin;

  /** Returns whether to skip this goal. */
  protected final boolean isSkipped() {
    return skip;
  }

  /** Does what precedes the goal. */
  protected void begin(Log log) {}

  /** Runs the goal. */
  protected abstract void run(BuildContext build);

  /** Replaces general flags in a message by this goal's own flags. */
  protected String inOwnFlags(String message) {
    return message;
  }

  /** Checks what the user has set. */
  protected void checkOptions() {
    options().check();
    PomConfiguration configuration = new PomConfiguration(project, execution);
    configuration.refuseUnknown();
    configuration.shadowed(options()).forEach(log()::warn);
  }

  /** Runs the goal, and shows a failure of it on the page of the job. */
  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    Log log = log();
    try {
      execute(log);
    } catch (MojoExecutionException | MojoFailureException e) {
      GitHubJob.of(session.getSystemProperties(), log)
          .annotate(
              "rnn:" + execution.getGoal() + " in " + project.getArtifactId(),
              String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /**
   * Runs the goal. Causes go to the debug log only, because Maven would print their messages after
   * that of the failure.
   */
  private void execute(Log log) throws MojoExecutionException, MojoFailureException {
    try {
      checkOptions();
      if (skip) {
        log.info("Skipped, as rnn.skip says.");
        return;
      }
      begin(log);
      run(
          new BuildContext(
              session,
              project,
              plugin.getVersion(),
              execution.getPlugin().getDependencies(),
              log,
              memory()));
    } catch (InvalidInputException e) {
      log.debug(e);
      throw new MojoFailureException(inOwnFlags(String.valueOf(e.getMessage())));
    } catch (InvalidPathException e) {
      log.debug(e);
      throw new MojoFailureException(SystemEncoding.refusal("a path", e).getMessage());
    } catch (WorkerFailedException e) {
      log.debug(e);
      if (e.isUserInput()) {
        throw new MojoFailureException(inOwnFlags(String.valueOf(e.getMessage())));
      }
      throw new MojoExecutionException(e.getMessage());
    } catch (BrokenRunException e) {
      log.debug(e);
      throw new MojoExecutionException(e.getMessage());
    }
  }

  /** Where projects are built at the same time, each line says which it is of. */
  private Log log() {
    return new PrintableLog(
        getLog(),
        BuildContext.parallelProjects(session) > 1 ? "[" + project.getArtifactId() + "] " : "");
  }

  @SuppressWarnings("unchecked") // Maven's own type for a map of anything.
  private Map<Object, Object> memory() {
    return getPluginContext();
  }

  /** Returns the options of the build, of this goal and of others. */
  protected final Options options() {
    return new Options(
        plugin,
        project.getProperties(),
        session.getSystemProperties(),
        session.getUserProperties());
  }

  /** Returns the absolute path of a file that a parameter names. */
  protected static Path path(File file, String parameter) {
    try {
      return file.toPath().toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw SystemEncoding.refusal(parameter, e);
    }
  }
}
