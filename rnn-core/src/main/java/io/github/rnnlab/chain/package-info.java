/** The chain of digests that seals every step of a training run. May use {@code file}. */
@NullMarked
package io.github.rnnlab.chain;

import org.jspecify.annotations.NullMarked;
