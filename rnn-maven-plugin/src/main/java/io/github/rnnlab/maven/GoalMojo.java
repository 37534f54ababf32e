package io.github.rnnlab.maven;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.file.SystemEncoding;
import io.github.rnnlab.maven.build.BuildContext;
import io.github.rnnlab.maven.log.PrintableLog;
import io.github.rnnlab.maven.option.Options;
import io.github.rnnlab.maven.option.PomConfiguration;
import io.github.rnnlab.maven.run.WorkerFailedException;
import io.github.rnnlab.setting.Overrides;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
import org.jspecify.annotations.Nullable;

/**
 * The parameters of all goals, and the single place that turns failures into Maven's exceptions.
 */
abstract class GoalMojo extends AbstractMojo {
  /** The name of the experiment to run; by default, every experiment of the directory. */
  @Parameter(property = "rnn.config")
  private @Nullable String config;

  /** The directory of the experiment configs, {@code *.json}. */
  @Parameter(property = "rnn.configDirectory", defaultValue = "${project.basedir}", required = true)
  private File configDirectory;

  /** The directory of the results; each experiment has a directory inside it. */
  @Parameter(
      property = "rnn.outputDirectory",
      defaultValue = "${project.build.directory}/rnn",
      required = true)
  private File outputDirectory;

  /** A text file that replaces the corpus of each selected experiment. */
  @Parameter(property = "rnn.corpus")
  private @Nullable File corpus;

  /**
   * Values that replace those of the configs, by dotted key, such as {@code
   * <training.epochs>3</training.epochs>}. The property {@code rnn.set.training.epochs}, from the
   * command line, the pom or a profile, takes precedence.
   */
  @Parameter private @Nullable Map<String, String> set;

  /** Whether to skip this goal. */
  @Parameter(property = "rnn.skip", defaultValue = "false")
  private boolean skip;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  private MojoExecution execution;

  @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
  private PluginDescriptor plugin;

  /** Runs the goal. */
  abstract void run(BuildContext build);

  /** Returns the values of this goal's own parameters by the config keys that they replace. */
  Map<String, String> ownOverrides() {
    return Map.of();
  }

  /** Replaces general flags in a message by this goal's own flags. */
  String inOwnFlags(String message) {
    return message;
  }

  /**
   * Runs the goal. Causes go to the debug log only, because Maven would print their messages after
   * that of the failure.
   */
  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    Log log = new PrintableLog(getLog());
    try {
      checkOptions();
      if (skip) {
        log.info("Skipped, as rnn.skip says.");
        return;
      }
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

  @SuppressWarnings("unchecked") // Maven's own type for a map of anything.
  private Map<Object, Object> memory() {
    return getPluginContext();
  }

  /** Returns the name of the only selected experiment, or null for all. */
  final @Nullable String config() {
    return config;
  }

  final Path configDirectory() {
    return path(configDirectory, "rnn.configDirectory");
  }

  final Path outputDirectory() {
    return path(outputDirectory, "rnn.outputDirectory");
  }

  private void checkOptions() {
    options().check();
    PomConfiguration configuration = new PomConfiguration(project, execution);
    configuration.refuseUnknown();
    configuration.shadowed(options()).forEach(new PrintableLog(getLog())::warn);
    ExperimentConfigs.refuseUnknownKeys(overrides());
  }

  private Options options() {
    return new Options(
        plugin,
        project.getProperties(),
        session.getSystemProperties(),
        session.getUserProperties());
  }

  /** Returns the overrides from the pom, the command line and this goal's own parameters. */
  final Overrides overrides() {
    Map<String, String> overrides = new LinkedHashMap<>();
    if (set != null) {
      // Maven reads an empty element as null.
      set.forEach((key, value) -> overrides.put(key, value == null ? "" : value));
    }
    overrides.putAll(options().overrides());
    overrides.putAll(ownOverrides());
    return new Overrides(corpus == null ? null : path(corpus, "rnn.corpus"), overrides);
  }

  static Path path(File file, String parameter) {
    try {
      return file.toPath().toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw SystemEncoding.refusal(parameter, e);
    }
  }
}
