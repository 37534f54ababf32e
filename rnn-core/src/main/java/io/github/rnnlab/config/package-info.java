/**
 * The config of an experiment: its keys, defaults and overrides, read strictly from JSON. May use
 * {@code file}, and of {@code source} how an address is shown.
 */
@NullMarked
package io.github.rnnlab.config;

import org.jspecify.annotations.NullMarked;
