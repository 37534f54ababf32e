/**
 * Checks what a user has set: properties of the build, the {@code <configuration>} of a pom, and
 * prompts. May use no other package of the plugin.
 */
@NullMarked
package io.github.rnnlab.maven.option;

import org.jspecify.annotations.NullMarked;
