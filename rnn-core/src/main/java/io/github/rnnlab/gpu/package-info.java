/** The look for a GPU and its driver, before a library that needs them is downloaded or loaded. */
@NullMarked
package io.github.rnnlab.gpu;

import org.jspecify.annotations.NullMarked;
