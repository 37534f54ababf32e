/**
 * The record that a run leaves: the report with its epochs and chain, the environment and the names
 * of all files. It knows a config only as keys and values. May use {@code file}, {@code chain} and
 * the names of numeric classes.
 */
@NullMarked
package io.github.rnnlab.record;

import org.jspecify.annotations.NullMarked;
