/** What the integration tests in {@code src/it} expect of their builds. */
@NullMarked
package io.github.rnnlab.maven.it;

import org.jspecify.annotations.NullMarked;
