/** Carries out runs as tasks of Apache Spark. Uses rnn-core alone. */
@NullMarked
package io.github.rnnlab.spark;

import org.jspecify.annotations.NullMarked;
