/**
 * Writes files that are whole or absent, hashes them, and reads and writes JSON.
 *
 * <p>{@link io.github.rnnlab.file.AtomicFile} replaces a file. {@link io.github.rnnlab.file.Json}
 * writes the same bytes on every machine.
 */
@NullMarked
package io.github.rnnlab.file;

import org.jspecify.annotations.NullMarked;
