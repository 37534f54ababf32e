/**
 * Runs the experiments of a project, each in a worker. May use {@code fork}, {@code git}, {@code
 * build} and {@code log}.
 */
@NullMarked
package io.github.rnnlab.maven.run;

import org.jspecify.annotations.NullMarked;
