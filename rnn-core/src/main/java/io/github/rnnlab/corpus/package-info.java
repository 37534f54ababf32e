/** The tokens of a text, and a prepared corpus of them. */
@NullMarked
package io.github.rnnlab.corpus;

import org.jspecify.annotations.NullMarked;
