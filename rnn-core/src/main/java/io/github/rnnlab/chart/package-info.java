/**
 * The losses of a record as curves and tables, the same bytes on every machine. May use {@code
 * file} and {@code record}.
 */
@NullMarked
package io.github.rnnlab.chart;

import org.jspecify.annotations.NullMarked;
