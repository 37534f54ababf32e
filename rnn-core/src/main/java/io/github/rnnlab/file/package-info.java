/** Files that are whole or absent, their hashes, and the one way in which JSON is written. */
@NullMarked
package io.github.rnnlab.file;

import org.jspecify.annotations.NullMarked;
