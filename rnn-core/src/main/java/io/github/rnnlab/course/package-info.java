/**
 * The course of training, beside its losses: how long the gradients were, and what the model wrote
 * on the way. May use {@code file}.
 */
@NullMarked
package io.github.rnnlab.course;

import org.jspecify.annotations.NullMarked;
