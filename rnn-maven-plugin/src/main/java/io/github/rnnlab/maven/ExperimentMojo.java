package io.github.rnnlab.maven;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.maven.fork.ArgumentLine;
import io.github.rnnlab.worker.Goal;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** The parameters that all goals share, and the one place where failures become Maven's. */
abstract class ExperimentMojo extends AbstractMojo {
  private static final String OVERRIDE = "rnn.set.";

  /** Ten years. */
  private static final long LONGEST_TIMEOUT = 315_360_000;

  private final ExperimentRuns runs;
  private final Goal goal;

  /** The name of the one experiment to run; without it, every experiment of the directory runs. */
  @Parameter(property = "rnn.config")
  private @Nullable String config;

  /** The directory whose {@code *.json} files are the experiments. */
  @Parameter(property = "rnn.configDirectory", defaultValue = "${project.basedir}", required = true)
  private File configDirectory;

  /** Where results go: each experiment has a directory of its name there. */
  @Parameter(
      property = "rnn.outputDirectory",
      defaultValue = "${project.build.directory}/rnn",
      required = true)
  private File outputDirectory;

  /** Where downloaded corpora are kept, for all projects of a user. */
  @Parameter(property = "rnn.cache", defaultValue = "${user.home}/.cache/rnn", required = true)
  private File cache;

  /** A text file that replaces the corpus of every experiment that runs. */
  @Parameter(property = "rnn.corpus")
  private @Nullable File corpus;

  /**
   * Values that replace those of the configs, by dotted key, such as {@code
   * <training.epochs>3</training.epochs>}. On the command line: {@code
   * -Drnn.set.training.epochs=3}, which wins over the pom.
   */
  @Parameter private @Nullable Map<String, String> set;

  /** Whether to do nothing. */
  @Parameter(property = "rnn.skip", defaultValue = "false")
  private boolean skip;

  /**
   * Additional flags of the worker JVM, such as {@code -Xmx4g}. They are split at white space;
   * quotes keep it together.
   */
  @Parameter(property = "rnn.argLine", defaultValue = "")
  private @Nullable String argLine;

  /**
   * The java launcher, or the directory of the JDK, that runs the worker: JDK 17 or later. Without
   * it, {@code jdkToolchain} chooses, then the build's toolchain, then the JDK that runs Maven.
   */
  @Parameter(property = "rnn.jvm")
  private @Nullable File jvm;

  /** What the JDK of toolchains.xml must provide, such as {@code <version>21</version>}. */
  @Parameter private @Nullable Map<String, String> jdkToolchain;

  /** Seconds that each experiment may take before it is stopped; 0 for no limit. */
  @Parameter(property = "rnn.timeout", defaultValue = "0")
  private long timeout;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
  private PluginDescriptor plugin;

  ExperimentMojo(ExperimentRuns runs, Goal goal) {
    this.runs = runs;
    this.goal = goal;
  }

  /** The values of this goal's own parameters, by the config key that each replaces. */
  Map<String, String> ownOverrides() {
    return Map.of();
  }

  /** Names the flags of this goal where a message names those that all goals have. */
  String inOwnFlags(String message) {
    return message;
  }

  /**
   * Runs the goal. Maven would print the messages of all causes behind that of the failure; the
   * causes go to the debug log instead, so that a user reads one message.
   */
  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("Skipped, as rnn.skip says.");
      return;
    }
    try {
      runs.run(request(), new BuildContext(session, project, plugin.getVersion(), getLog()));
    } catch (InvalidInputException e) {
      getLog().debug(e);
      throw new MojoFailureException(inOwnFlags(String.valueOf(e.getMessage())));
    } catch (WorkerFailedException e) {
      getLog().debug(e);
      if (e.isUserInput()) {
        throw new MojoFailureException(inOwnFlags(String.valueOf(e.getMessage())));
      }
      throw new MojoExecutionException(e.getMessage());
    } catch (BrokenRunException e) {
      getLog().debug(e);
      throw new MojoExecutionException(e.getMessage());
    }
  }

  private GoalRequest request() {
    if (timeout < 0 || timeout > LONGEST_TIMEOUT) {
      throw new InvalidInputException(
          "rnn.timeout",
          timeout + "",
          "seconds, at most " + LONGEST_TIMEOUT + ", or 0 for no limit",
          "Correct -Drnn.timeout.");
    }
    return new GoalRequest(
        goal,
        config,
        path(configDirectory, "rnn.configDirectory"),
        path(outputDirectory, "rnn.outputDirectory"),
        path(cache, "rnn.cache"),
        corpus == null ? null : path(corpus, "rnn.corpus"),
        overrides(),
        jvm == null ? null : path(jvm, "rnn.jvm"),
        jdkToolchain == null ? Map.of() : jdkToolchain,
        argLine == null ? List.of() : ArgumentLine.split(argLine),
        Duration.ofSeconds(timeout));
  }

  private Map<String, String> overrides() {
    Map<String, String> overrides = new LinkedHashMap<>();
    if (set != null) {
      // Maven reads an empty element as null.
      set.forEach((key, value) -> overrides.put(key, value == null ? "" : value));
    }
    Properties user = session.getUserProperties();
    user.stringPropertyNames().stream()
        .filter(name -> name.startsWith(OVERRIDE))
        .sorted()
        .forEach(name -> overrides.put(name.substring(OVERRIDE.length()), user.getProperty(name)));
    overrides.putAll(ownOverrides());
    return overrides;
  }

  private static Path path(File file, String parameter) {
    try {
      return file.toPath().toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new InvalidInputException(
          parameter,
          file.toString(),
          "a path in the encoding of the system, "
              + System.getProperty("sun.jnu.encoding", "unknown"),
          "Set a UTF-8 locale, for instance LC_ALL=C.UTF-8.",
          e);
    }
  }
}
