/**
 * Carries out orders for runs: what a run needs, named by hash, and where it happens. May use
 * {@code experiment} and all that it may use.
 */
@NullMarked
package io.github.rnnlab.launch;

import org.jspecify.annotations.NullMarked;
