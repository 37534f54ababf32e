/**
 * The archived record of an experiment: written, read, checked, and compared with a fresh run. May
 * use {@code file}, {@code chain}, {@code record}, {@code seeds} and {@code chart}.
 */
@NullMarked
package io.github.rnnlab.archive;

import org.jspecify.annotations.NullMarked;
