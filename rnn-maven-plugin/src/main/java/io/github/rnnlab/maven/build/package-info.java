/**
 * What a goal takes from its build: the project, the request that its parameters make, artifacts,
 * the JVM of the worker and the settings of the network. May use {@code fork}.
 */
@NullMarked
package io.github.rnnlab.maven.build;

import org.jspecify.annotations.NullMarked;
