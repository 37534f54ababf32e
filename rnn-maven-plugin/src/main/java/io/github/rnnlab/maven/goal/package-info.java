/** What every goal begins and ends with. */
@NullMarked
package io.github.rnnlab.maven.goal;

import org.jspecify.annotations.NullMarked;
