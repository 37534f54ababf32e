/**
 * The two ways in which a call can fail, the user's input or a broken run, and a guess at what was
 * meant.
 */
@NullMarked
package io.github.rnnlab;

import org.jspecify.annotations.NullMarked;
