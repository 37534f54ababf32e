/**
 * Plans the runs of an experiment, one for each of its seeds, and of sweeps over the values of its
 * config.
 */
@NullMarked
package io.github.rnnlab.plan;

import org.jspecify.annotations.NullMarked;
