/**
 * Trains a language model: backpropagation through time, the optimizer, the training loop and the
 * loss on held-out text.
 *
 * <p>{@link io.github.rnnlab.train.Trainer} runs a {@link io.github.rnnlab.train.TrainingPlan} from
 * a {@link io.github.rnnlab.train.Position} on, and tells a {@link
 * io.github.rnnlab.train.TrainingListener} about every step and epoch. Symbols: T steps of a
 * window, B windows of a batch. Losses are cross-entropies in nats.
 */
@NullMarked
package io.github.rnnlab.train;

import org.jspecify.annotations.NullMarked;
