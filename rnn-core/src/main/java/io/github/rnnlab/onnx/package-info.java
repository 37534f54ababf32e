/** Writes models as ONNX files, which many other programs and languages run. */
@NullMarked
package io.github.rnnlab.onnx;

import org.jspecify.annotations.NullMarked;
