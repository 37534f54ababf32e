/**
 * Finds the configs of a directory among its JSON files, and knows the names that none of them may
 * have. May use {@code file} and {@code setting}.
 */
@NullMarked
package io.github.rnnlab.discovery;

import org.jspecify.annotations.NullMarked;
