package io.github.rnnlab.maven;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.maven.init.SchemaFile;
import io.github.rnnlab.setting.Overrides;
import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** The parameters of the goals that take the experiments of a directory. */
abstract class GoalMojo extends CheckedMojo {
  /** The name of the experiment to run; by default, every experiment of the directory. */
  @Parameter(property = "rnn.config")
  private @Nullable String config;

  /** The directory of the experiment configs, {@code *.json}. */
  @Parameter(property = "rnn.configDirectory", defaultValue = "${basedir}", required = true)
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

  /** Returns the values of this goal's own parameters by the config keys that they replace. */
  Map<String, String> ownOverrides() {
    return Map.of();
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

  @Override
  void checkOptions() {
    super.checkOptions();
    ExperimentConfigs.refuseUnknownKeys(overrides());
  }

  @Override
  void begin(Log log) {
    try {
      if (SchemaFile.renew(configDirectory())) {
        log.info("Renewed " + SchemaFile.NAME + ", which has the keys of this version.");
      }
    } catch (BrokenRunException e) {
      log.debug(e);
      log.warn("The schema for editors is not up to date: " + e.getMessage());
    }
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
}
