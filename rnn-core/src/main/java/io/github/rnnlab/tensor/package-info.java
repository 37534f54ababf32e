/**
 * Matrices of 32-bit floats and the backends that compute with them.
 *
 * <p>Everything above this package is written once against {@link io.github.rnnlab.tensor.Backend}.
 * {@code ScalarBackend} is naive and stays naive: it is the oracle. {@code VectorBackend} must give
 * the same bits for every shape, because both follow one stated order for every sum:
 *
 * <ul>
 *   <li>a matrix product accumulates {@code c = fma(a, b, c)} over ascending k, starting from 0 or
 *       from what is there;
 *   <li>so do the sums of a recurrence; but at every other step of a single sequence, they begin
 *       after their column's own group of 64 and go round ({@code docs/numerics.md});
 *   <li>sums of rows and of outer products of rows go from the last row to the first, the latter by
 *       fma;
 *   <li>the sum along a row of a softmax has 16 logical lanes (lane = column mod 16), each in
 *       ascending order, which are then added in a fixed tree: 8 pairs (l, l + 8), 4 pairs (l, l +
 *       4), 2 and 1.
 * </ul>
 */
@NullMarked
package io.github.rnnlab.tensor;

import org.jspecify.annotations.NullMarked;
