/** Backpropagation through time, the optimiser and the training loop. */
@NullMarked
package io.github.rnnlab.train;

import org.jspecify.annotations.NullMarked;
