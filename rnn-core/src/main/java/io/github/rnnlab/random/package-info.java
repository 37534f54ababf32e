/**
 * Random numbers that are equal on every machine and JDK.
 *
 * <p>{@link io.github.rnnlab.random.RandomStream} is one small seeded generator with named streams;
 * {@link io.github.rnnlab.random.Permutation} is a random order that needs no memory.
 */
@NullMarked
package io.github.rnnlab.random;

import org.jspecify.annotations.NullMarked;
