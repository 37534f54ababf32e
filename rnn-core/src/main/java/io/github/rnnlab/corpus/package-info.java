/**
 * A text becomes token ids: its encoding, its vocabulary, and the files that preparation leaves.
 * May use {@code file} and {@code token}.
 */
@NullMarked
package io.github.rnnlab.corpus;

import org.jspecify.annotations.NullMarked;
