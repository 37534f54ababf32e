/**
 * What a reader sees of runs: the page of a run, and that of all runs of a directory. May use
 * {@code file}, {@code page}, {@code chain}, {@code course}, {@code optimizer}, {@code record},
 * {@code archive}, {@code setting}, {@code config} and {@code schedule}.
 */
@NullMarked
package io.github.rnnlab.report;

import org.jspecify.annotations.NullMarked;
