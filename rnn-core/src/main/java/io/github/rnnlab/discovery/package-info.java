/**
 * Finds the configs of a directory among its JSON files. May use {@code file} and {@code setting}.
 */
@NullMarked
package io.github.rnnlab.discovery;

import org.jspecify.annotations.NullMarked;
