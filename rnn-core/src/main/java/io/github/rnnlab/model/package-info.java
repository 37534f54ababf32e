/**
 * Recurrent language models: their layers and their parameters.
 *
 * <p>Symbols: B sequences of a batch, T time steps, H hidden units, V tokens of the vocabulary;
 * {@code dX} is the gradient of the mean loss with respect to X. Sequences are time-major: row
 * {@code t B + b} holds step t of sequence b. States are rows. {@link
 * io.github.rnnlab.parameter.ParameterShape} states how a matrix holds the weights of a parameter.
 */
@NullMarked
package io.github.rnnlab.model;

import org.jspecify.annotations.NullMarked;
