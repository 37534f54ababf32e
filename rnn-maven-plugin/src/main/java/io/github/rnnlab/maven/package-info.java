/**
 * The goals of {@code rnn-maven-plugin}: their parameters, and one place that turns failures into
 * Maven's. May use every package of the plugin.
 */
@NullMarked
package io.github.rnnlab.maven;

import org.jspecify.annotations.NullMarked;
