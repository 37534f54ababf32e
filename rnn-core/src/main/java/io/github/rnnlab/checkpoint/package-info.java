/**
 * Checkpoints of a training run, and the directory that keeps them. May use {@code file}, {@code
 * chain}, {@code course}, {@code record}, {@code model} and {@code train}.
 */
@NullMarked
package io.github.rnnlab.checkpoint;

import org.jspecify.annotations.NullMarked;
