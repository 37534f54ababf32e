/**
 * Matrices of 32-bit floats, recurrent cells, and the backends that compute with them.
 *
 * <p>All code above this package computes through {@link io.github.rnnlab.tensor.Backend} alone.
 * {@code ScalarBackend} is the oracle: it is naive and stays naive. {@code VectorBackend} gives the
 * same bits for every shape, because both follow one stated order for every sum:
 *
 * <ul>
 *   <li>a matrix product accumulates {@code c = fma(a, b, c)} over ascending k, from the value that
 *       c holds;
 *   <li>so do the products of a recurrence, but for every other step of a single vanilla sequence,
 *       where a sum begins after its column's own group of 64 and wraps around ({@code
 *       docs/numerics.md});
 *   <li>sums of rows and of outer products of rows go from the last row to the first; those of
 *       outer products use fma;
 *   <li>the sum along a row of a softmax has 16 logical lanes (lane = column mod 16), each in
 *       ascending order; the lanes are then added in a fixed tree: 8 pairs (l, l + 8), 4 pairs (l,
 *       l + 4), 2 and 1.
 * </ul>
 */
@NullMarked
package io.github.rnnlab.tensor;

import org.jspecify.annotations.NullMarked;
