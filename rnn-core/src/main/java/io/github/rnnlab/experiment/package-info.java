/** Experiment configs, and what an experiment does: prepare, train, generate, report. */
@NullMarked
package io.github.rnnlab.experiment;

import org.jspecify.annotations.NullMarked;
