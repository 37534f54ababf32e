/** The test of {@code docs/walkthrough.md}, which also makes its notebook. */
@NullMarked
package io.github.rnnlab.walkthrough;

import org.jspecify.annotations.NullMarked;
