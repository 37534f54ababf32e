package io.github.rnnlab.maven.build;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user has set for the worker's JVM.
 *
 * @param jvm the JVM that {@code rnn.jvm} names, or null
 * @param jdkToolchain what a JDK in toolchains.xml must provide; empty to ask for none
 * @param argLine additional flags
 * @param timeout the time that each experiment may take, or zero for no limit
 */
public record WorkerOptions(
    @Nullable Path jvm, Map<String, String> jdkToolchain, List<String> argLine, Duration timeout) {}
