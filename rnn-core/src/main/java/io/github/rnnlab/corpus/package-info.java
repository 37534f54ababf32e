/** A text becomes token ids: its vocabulary, and the files that preparation leaves. */
@NullMarked
package io.github.rnnlab.corpus;

import org.jspecify.annotations.NullMarked;
