/**
 * The config of an experiment: its keys, their defaults and what may stand at each of them. May use
 * {@code file}, {@code setting}, and of {@code source} how an address is shown.
 */
@NullMarked
package io.github.rnnlab.config;

import org.jspecify.annotations.NullMarked;
