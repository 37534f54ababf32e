/**
 * Moves weights against gradients: the methods, each as PyTorch computes it. Bound to numbers of a
 * model, not to text. May use {@code tensor} and {@code model}.
 */
@NullMarked
package io.github.rnnlab.optimizer;

import org.jspecify.annotations.NullMarked;
