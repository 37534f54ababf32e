/** The worker's process: its JVM, flags, life and end. Knows no Maven. */
@NullMarked
package io.github.rnnlab.maven.fork;

import org.jspecify.annotations.NullMarked;
