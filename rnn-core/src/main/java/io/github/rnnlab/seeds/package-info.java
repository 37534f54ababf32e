/**
 * What the runs of one experiment with several seeds have in common. May use {@code file} and
 * {@code record}.
 */
@NullMarked
package io.github.rnnlab.seeds;

import org.jspecify.annotations.NullMarked;
