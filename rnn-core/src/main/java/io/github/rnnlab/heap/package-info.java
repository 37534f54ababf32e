/**
 * The heap that a goal needs, computed before it is allocated. May use {@code tensor}, {@code
 * parameter}, {@code model}, {@code token}, {@code corpus}, {@code train}, {@code config} and
 * {@code run}.
 */
@NullMarked
package io.github.rnnlab.heap;

import org.jspecify.annotations.NullMarked;
