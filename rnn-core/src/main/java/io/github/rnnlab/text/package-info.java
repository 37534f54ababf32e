/** Reads a file once, as text in its encoding or as bytes, and hashes it on the way. */
@NullMarked
package io.github.rnnlab.text;

import org.jspecify.annotations.NullMarked;
