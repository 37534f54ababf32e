package io.github.rnnlab.maven.build;

import io.github.rnnlab.config.Overrides;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which experiments a goal is about, and where they and their files are.
 *
 * @param config the name of the one experiment, or null for all of the directory
 * @param configDirectory the directory of the configs
 * @param outputDirectory the directory under which each experiment has its own
 * @param cacheDirectory the user's directory of downloaded corpora
 * @param overrides what replaces values of every config
 */
public record Selection(
    @Nullable String config,
    Path configDirectory,
    Path outputDirectory,
    Path cacheDirectory,
    Overrides overrides) {}
