/**
 * Recognizes by its bytes what a file holds that is not what was expected, and says how to convert
 * it. It knows the encodings of texts. May use {@code file}.
 */
@NullMarked
package io.github.rnnlab.content;

import org.jspecify.annotations.NullMarked;
