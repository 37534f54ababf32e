/**
 * Recurrent cells, the character model, its parameters and their file.
 *
 * <p>Symbols: B batch, T time steps, H hidden size, V vocabulary; {@code dX} is the gradient of the
 * mean loss with respect to X. Sequences are time-major: row {@code t * B + b} holds step t of
 * sequence b. States are rows and weights multiply from the right, {@code x W}, so a weight is
 * stored as the transpose of the notebook's.
 */
@NullMarked
package io.github.rnnlab.model;

import org.jspecify.annotations.NullMarked;
