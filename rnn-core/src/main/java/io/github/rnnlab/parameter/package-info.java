/** The named parameters of a model, and numbers of the same shapes. */
@NullMarked
package io.github.rnnlab.parameter;

import org.jspecify.annotations.NullMarked;
