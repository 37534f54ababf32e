/**
 * Turns a text into token ids, in files that NumPy and Python read unchanged. May use {@code text}
 * and {@code corpus}, and what these use.
 */
@NullMarked
package io.github.rnnlab.prepare;

import org.jspecify.annotations.NullMarked;
