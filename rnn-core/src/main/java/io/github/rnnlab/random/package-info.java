/** One small seeded generator with named streams. */
@NullMarked
package io.github.rnnlab.random;

import org.jspecify.annotations.NullMarked;
