package io.github.rnnlab.config;

import java.nio.file.Path;

/**
 * An experiment config and its file.
 *
 * @param file the file as it was given
 * @param config the config, after overrides
 */
public record ExperimentFile(Path file, ExperimentConfig config) {}
