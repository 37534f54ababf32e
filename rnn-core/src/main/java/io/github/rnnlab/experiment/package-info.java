/**
 * What an experiment does: prepare, train, generate, archive. May use all packages but {@code
 * verify}, {@code compare} and {@code worker}.
 */
@NullMarked
package io.github.rnnlab.experiment;

import org.jspecify.annotations.NullMarked;
