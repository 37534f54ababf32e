/**
 * A look inside a trained model: what its units do while it reads a text, and what surprises it.
 * May use {@code file}, {@code page}, {@code tensor}, {@code token}, {@code corpus}, {@code
 * parameter}, {@code model} and {@code evaluate}.
 */
@NullMarked
package io.github.rnnlab.inspect;

import org.jspecify.annotations.NullMarked;
