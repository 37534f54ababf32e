/**
 * The backend {@code nd4j}: the operations of {@link io.github.rnnlab.tensor.Backend} by those of
 * the tensor library ND4J, on the processor or on a GPU. {@link io.github.rnnlab.nd4j.Nd4jProvider}
 * is found by its presence on the class path.
 *
 * <p>An operation of ND4J costs some microseconds before it computes anything, and more if its
 * arguments are checked and copied each time. So everything that is done at every step of a
 * recurrence is planned once, as a list of {@link io.github.rnnlab.nd4j.Operation}s whose arguments
 * ND4J already has, and run as often as needed.
 */
@NullMarked
package io.github.rnnlab.nd4j;

import org.jspecify.annotations.NullMarked;
