/** The file of a trained model: its weights, its shape and its vocabulary. */
@NullMarked
package io.github.rnnlab.modelfile;

import org.jspecify.annotations.NullMarked;
