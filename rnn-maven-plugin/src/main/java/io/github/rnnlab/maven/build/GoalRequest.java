package io.github.rnnlab.maven.build;

import io.github.rnnlab.evaluate.EvaluationRequest;
import io.github.rnnlab.trained.Weights;
import io.github.rnnlab.worker.Goal;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The checked parameters of a goal.
 *
 * @param goal what each experiment is to do
 * @param force whether to repeat what is up to date
 * @param fresh whether to ignore checkpoints
 * @param keptRuns how many finished runs of other configs to keep
 * @param weights which weights of a run write text
 * @param selection the experiments
 * @param cacheDirectory the user's directory of downloaded corpora; null for goals that read none
 * @param worker the worker's JVM
 * @param model the coordinates of a packaged model that takes the place of the experiments, or null
 * @param evaluation the text of {@code rnn:evaluate} or {@code rnn:inspect}; null for other goals
 * @param output the file for generated text, or null for standard output
 */
public record GoalRequest(
    Goal goal,
    boolean force,
    boolean fresh,
    int keptRuns,
    Weights weights,
    Selection selection,
    @Nullable Path cacheDirectory,
    WorkerOptions worker,
    @Nullable String model,
    @Nullable EvaluationRequest evaluation,
    @Nullable Path output) {}
