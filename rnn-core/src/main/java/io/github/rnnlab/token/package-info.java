/**
 * Token ids as they lie on disk in NumPy's format, their windows, and the split into training and
 * validation. May use {@code file}.
 */
@NullMarked
package io.github.rnnlab.token;

import org.jspecify.annotations.NullMarked;
