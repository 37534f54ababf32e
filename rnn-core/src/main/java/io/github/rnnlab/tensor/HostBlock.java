package io.github.rnnlab.tensor;

import java.util.ArrayList;
import java.util.List;

/** Matrices one after the other in one Java array. */
final class HostBlock implements Block {
  final float[] data;
  private final List<Matrix> matrices;

  HostBlock(Shape... shapes) {
    long size = HostMatrix.LEAD;
    for (Shape shape : shapes) {
      size += (long) shape.rows() * HostMatrix.padded(shape.columns());
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          size
              + " numbers do not fit into one array; make the model, the batch or the windows smaller");
    }
    data = new float[(int) size];
    List<Matrix> views = new ArrayList<>();
    int offset = HostMatrix.LEAD;
    for (Shape shape : shapes) {
      HostMatrix matrix = new HostMatrix(data, offset, shape.rows(), shape.columns());
      views.add(matrix);
      offset += shape.rows() * matrix.stride;
    }
    matrices = List.copyOf(views);
  }

  @Override
  public List<Matrix> matrices() {
    return matrices;
  }
}
