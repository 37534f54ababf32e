/** Text from a trained model. */
@NullMarked
package io.github.rnnlab.sample;

import org.jspecify.annotations.NullMarked;
