/** The rule by which a text becomes words and their spaces, and words become the text again. */
@NullMarked
package io.github.rnnlab.word;

import org.jspecify.annotations.NullMarked;
