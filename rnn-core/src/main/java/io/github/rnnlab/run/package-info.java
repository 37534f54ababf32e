/**
 * One training run: from the first weights or a checkpoint to the last weights, with its record,
 * its checkpoints and its progress. May use all below {@code experiment}.
 */
@NullMarked
package io.github.rnnlab.run;

import org.jspecify.annotations.NullMarked;
