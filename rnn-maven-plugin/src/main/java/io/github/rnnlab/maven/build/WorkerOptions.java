package io.github.rnnlab.maven.build;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the worker's JVM.
 *
 * @param jvm the value of {@code rnn.jvm}, or null
 * @param jdkToolchain the requirements for a JDK of toolchains.xml; empty for none
 * @param argLine additional flags
 * @param timeout the time that each experiment may take, or zero for no limit
 * @param master the address of the Spark cluster that trains the runs; null for this machine
 */
public record WorkerOptions(
    @Nullable Path jvm,
    Map<String, String> jdkToolchain,
    List<String> argLine,
    Duration timeout,
    @Nullable String master) {}
