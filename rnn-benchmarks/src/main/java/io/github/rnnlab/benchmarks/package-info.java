/**
 * Measurements: JMH benchmarks of the kernels, and two programs that a script runs beside PyTorch
 * and OpenBLAS. All of them use {@code rnn-core} as any program would, through its public types.
 */
@NullMarked
package io.github.rnnlab.benchmarks;

import org.jspecify.annotations.NullMarked;
