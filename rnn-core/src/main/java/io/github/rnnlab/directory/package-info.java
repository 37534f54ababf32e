/**
 * Directories that are whole at whatever moment a process ends.
 *
 * <p>{@link io.github.rnnlab.directory.WholeDirectory} replaces a directory, and {@link
 * io.github.rnnlab.directory.StagedFiles} several files of a directory together. {@link
 * io.github.rnnlab.directory.KeptDirectories} are a few directories that were kept last.
 */
@NullMarked
package io.github.rnnlab.directory;

import org.jspecify.annotations.NullMarked;
