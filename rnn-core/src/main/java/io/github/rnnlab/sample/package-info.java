/**
 * Generates text with a trained model.
 *
 * <p>{@link io.github.rnnlab.sample.TextModel} loads a model and takes and returns strings; {@link
 * io.github.rnnlab.sample.Sampler} works on token ids.
 */
@NullMarked
package io.github.rnnlab.sample;

import org.jspecify.annotations.NullMarked;
