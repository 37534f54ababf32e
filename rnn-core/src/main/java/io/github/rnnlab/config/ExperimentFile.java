package io.github.rnnlab.config;

import java.nio.file.Path;

/**
 * An experiment's config and the file that it was read from.
 *
 * @param file the file, as it was given
 * @param config its config, after overrides
 */
public record ExperimentFile(Path file, ExperimentConfig config) {

  /** Returns where a path of this config leads: relative ones start at the config's directory. */
  public Path resolve(String path) {
    return file.resolveSibling(path).normalize();
  }
}
