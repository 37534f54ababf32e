package io.github.rnnlab.maven.build;

import io.github.rnnlab.config.Overrides;
import io.github.rnnlab.worker.Goal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a goal was asked for: its parameters, read and checked.
 *
 * @param goal what every experiment is to do
 * @param force whether to do what is up to date again
 * @param fresh whether to start over instead of going on from a checkpoint
 * @param config the name of the one experiment to run, or null for all
 * @param configDirectory the directory of the configs
 * @param outputDirectory the directory under which each experiment has its own
 * @param cacheDirectory the user's directory of downloaded corpora
 * @param overrides what replaces values of every config
 * @param jvm the JVM that {@code rnn.jvm} names, or null
 * @param jdkToolchain what a JDK in toolchains.xml must provide; empty to ask for none
 * @param argLine the worker's additional JVM flags
 * @param timeout the time that each experiment may take, or zero for no limit
 * @param output the file for generated text instead of standard output, or null
 */
public record GoalRequest(
    Goal goal,
    boolean force,
    boolean fresh,
    @Nullable String config,
    Path configDirectory,
    Path outputDirectory,
    Path cacheDirectory,
    Overrides overrides,
    @Nullable Path jvm,
    Map<String, String> jdkToolchain,
    List<String> argLine,
    Duration timeout,
    @Nullable Path output) {}
