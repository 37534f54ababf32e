package io.github.rnnlab.tensor;

import java.util.List;

/**
 * Several matrices in one flat stretch of memory, so that one pass can cover all of them.
 *
 * <p>Any number of threads may compute with its matrices at once, as long as none writes a matrix
 * that another uses.
 */
public interface Block {
  /** Returns the matrices, in the order of the shapes that they were allocated with. */
  List<Matrix> matrices();
}
