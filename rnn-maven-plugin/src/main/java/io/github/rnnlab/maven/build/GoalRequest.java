package io.github.rnnlab.maven.build;

import io.github.rnnlab.worker.Goal;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a goal was asked for: its parameters, read and checked.
 *
 * @param goal what every experiment is to do
 * @param force whether to do what is up to date again
 * @param fresh whether to start over instead of going on from a checkpoint
 * @param selection the experiments
 * @param worker the JVM that runs each of them
 * @param output the file for generated text instead of standard output, or null
 */
public record GoalRequest(
    Goal goal,
    boolean force,
    boolean fresh,
    Selection selection,
    WorkerOptions worker,
    @Nullable Path output) {}
