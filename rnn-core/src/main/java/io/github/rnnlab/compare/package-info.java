/**
 * Compares experiments by their configs and losses, with charts, tables and a test of significance.
 * May use {@code config}, {@code record}, {@code seeds}, {@code page}, {@code chart} and {@code
 * archive}.
 */
@NullMarked
package io.github.rnnlab.compare;

import org.jspecify.annotations.NullMarked;
