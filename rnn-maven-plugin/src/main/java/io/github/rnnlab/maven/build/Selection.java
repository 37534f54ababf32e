package io.github.rnnlab.maven.build;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.setting.Overrides;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The experiments of a goal and the places of their files.
 *
 * @param config the name of the only experiment, or null for all of the directory
 * @param configDirectory the directory of the configs
 * @param outputDirectory the directory of the results; each experiment has a directory inside it
 * @param overrides the values that replace those of each config
 */
public record Selection(
    @Nullable String config, Path configDirectory, Path outputDirectory, Overrides overrides) {
  /** Returns the directory of the results of an experiment. */
  public Path outputOf(ExperimentConfig config) {
    return outputDirectory.resolve(config.name());
  }
}
