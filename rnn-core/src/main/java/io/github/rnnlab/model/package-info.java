/** Recurrent cells, the character model, its parameters and their file. */
@NullMarked
package io.github.rnnlab.model;

import org.jspecify.annotations.NullMarked;
