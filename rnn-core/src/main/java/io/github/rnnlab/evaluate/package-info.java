/** Judges a trained model on a text. May use {@code model}, {@code train} and what they use. */
@NullMarked
package io.github.rnnlab.evaluate;

import org.jspecify.annotations.NullMarked;
