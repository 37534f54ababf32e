/** The forked JVM in which an experiment runs, and its stream of events. */
@NullMarked
package io.github.rnnlab.worker;

import org.jspecify.annotations.NullMarked;
