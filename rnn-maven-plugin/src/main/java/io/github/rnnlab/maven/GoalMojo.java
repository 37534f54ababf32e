package io.github.rnnlab.maven;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.maven.goal.CheckedMojo;
import io.github.rnnlab.maven.init.SchemaFile;
import io.github.rnnlab.setting.Overrides;
import java.io.File;
import java.nio.file.Path;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** The parameters of the goals that take the experiments of a directory. */
abstract class GoalMojo extends CheckedMojo {
  /**
   * The name of the experiment to run; by default, every experiment of the directory.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.config")
  private @Nullable String config;

  /**
   * The directory of the experiment configs, {@code *.json}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.configDirectory", defaultValue = "${basedir}", required = true)
  private File configDirectory;

  /**
   * The directory of the results; each experiment has a directory inside it.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "rnn.outputDirectory",
      defaultValue = "${project.build.directory}/rnn",
      required = true)
  private File outputDirectory;

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

  @Override
  protected void checkOptions() {
    super.checkOptions();
    ExperimentConfigs.refuseUnknownKeys(overrides());
  }

  @Override
  protected void begin(Log log) {
    try {
      if (SchemaFile.renew(configDirectory())) {
        log.info("Renewed " + SchemaFile.NAME + ", which has the keys of this version.");
      }
    } catch (BrokenRunException e) {
      log.debug(e);
      log.warn("The schema for editors is not up to date: " + e.getMessage());
    }
  }

  /** Returns the values that replace those of the configs. */
  Overrides overrides() {
    return new Overrides(null, options().overrides());
  }
}
