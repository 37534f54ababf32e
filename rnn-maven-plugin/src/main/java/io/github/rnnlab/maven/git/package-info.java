/**
 * Reads a git repository without a git program: the commit of a directory, and the records of an
 * older revision. May use no other package of the plugin, and no Maven.
 */
@NullMarked
package io.github.rnnlab.maven.git;

import org.jspecify.annotations.NullMarked;
