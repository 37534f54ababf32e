/** DL4J's own layers, timed beside the backends. */
@NullMarked
package io.github.rnnlab.benchmarks.nd4j;

import org.jspecify.annotations.NullMarked;
