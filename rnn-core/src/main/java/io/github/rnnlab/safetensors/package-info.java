/** Reads and writes .safetensors files: named tensors of 32-bit floats with metadata. */
@NullMarked
package io.github.rnnlab.safetensors;

import org.jspecify.annotations.NullMarked;
