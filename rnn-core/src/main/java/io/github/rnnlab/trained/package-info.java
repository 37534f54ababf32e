/**
 * Which weights of a run write text: those that a finished run has left, or those of a checkpoint.
 * May use {@code run} and what it uses.
 */
@NullMarked
package io.github.rnnlab.trained;

import org.jspecify.annotations.NullMarked;
