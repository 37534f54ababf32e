package io.github.rnnlab.sweep;

/**
 * Why a run of a sweep would train or not. Immutable.
 *
 * @param run the run
 * @param trains whether it would train
 * @param reason a few words, such as {@code nothing has finished}
 */
public record Explanation(SweepRun run, boolean trains, String reason) {}
