/** Corpus text, vocabularies, the token store and windows over it. */
@NullMarked
package io.github.rnnlab.corpus;

import org.jspecify.annotations.NullMarked;
