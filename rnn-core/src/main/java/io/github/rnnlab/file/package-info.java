/**
 * Writes files and directories that are whole or absent, hashes them, and reads and writes JSON.
 *
 * <p>{@link io.github.rnnlab.file.AtomicFile} replaces a file, {@link
 * io.github.rnnlab.file.WholeDirectory} a directory, and {@link io.github.rnnlab.file.StagedFiles}
 * several files of a directory together. {@link io.github.rnnlab.file.Json} writes the same bytes
 * on every machine.
 */
@NullMarked
package io.github.rnnlab.file;

import org.jspecify.annotations.NullMarked;
