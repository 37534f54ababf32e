/** Matrices and the backends that compute with them. */
@NullMarked
package io.github.rnnlab.tensor;

import org.jspecify.annotations.NullMarked;
