package io.github.rnnlab.tensor;

/**
 * A thread's copy of its columns of the recurrent weights of a gate, for the products of all steps
 * with them: of one row or two in {@linkplain VectorStripe stripes}, of more in {@linkplain
 * VectorTile tiles}.
 *
 * <p>For stripes, the copy is in panels as wide as a {@linkplain Recurrence#GROUP group} of
 * columns; a thread's first group, 0, begins with its first column.
 */
final class VectorWeights {
  private static final int GROUP = Recurrence.GROUP;

  private final VectorPanels groups = new VectorPanels(GROUP);
  private final VectorPanels panels = new VectorPanels(VectorTile.COLUMNS);

  /** The result of a stripe that is only partly within C. */
  private final float[] edge = new float[HostMatrix.LEAD + 2 * VectorStripe.COLUMNS];

  private boolean striped;
  private int from;
  private int to;

  /** Returns how many bytes the copy of all columns takes, for products of so many rows. */
  static long bytes(long hidden, long rows) {
    long width = rows <= 2 ? GROUP : VectorTile.COLUMNS;
    return VectorPanels.bytes(hidden, hidden, width);
  }

  /**
   * Copies columns {@code [from, to)} of a square matrix, or of its transpose, for products of so
   * many rows; both bounds are multiples of {@value HostMatrix#LANES} within the padded columns.
   */
  void pack(HostMatrix matrix, boolean transpose, int from, int to, int rows) {
    this.from = from;
    this.to = to;
    striped = rows <= 2;
    int start = transpose ? matrix.row(from) : matrix.offset + from;
    int columns = (transpose ? Math.min(to, matrix.rows) : to) - from;
    VectorPanels copy = striped ? groups : panels;
    copy.pack(matrix.data, start, matrix.stride, transpose, matrix.rows, columns);
  }

  /** Returns how many groups the columns fill. */
  int groups() {
    return groups.panels(to - from);
  }

  /** Returns the column with which a group begins; after the last, where it ends. */
  int column(int group) {
    return Math.min(from + group * GROUP, to);
  }

  /** Returns whether the copy is for stripes, of one row or two. */
  boolean striped() {
    return striped;
  }

  /** Returns the copy for tiles. */
  VectorPanels panels() {
    return panels;
  }

  /**
   * Adds the product of one row or two with groups {@code [first, last)} to as many others, for k
   * of {@code [k, end)}.
   *
   * @param a the first row of the left operand in x
   * @param c the first row of the sums in y
   */
  void multiply(
      int first, int last, HostMatrix x, int a, HostMatrix y, int c, int rows, int k, int end) {
    for (int group = first; group < last; group++) {
      if (rows == 1) {
        multiplyOne(group, x, a, y, c, k, end);
      } else {
        multiplyTwo(group, x, a, a + 1, y, c, c + 1, k, end);
      }
    }
  }

  /**
   * Adds the product of row a of x with the columns of a group to row c of y, for k of {@code [k,
   * end)}.
   */
  void multiplyOne(int group, HostMatrix x, int a, HostMatrix y, int c, int k, int end) {
    int last = column(group + 1);
    for (int column = column(group); column < last; column += VectorStripe.COLUMNS) {
      int b = start(group, column, k);
      int c0 = y.row(c) + column;
      int present = last - column;
      if (present >= VectorStripe.COLUMNS) {
        VectorStripe.multiplyOne(x.data, x.row(a) + k, groups.data(), b, y.data, c0, end - k);
      } else {
        System.arraycopy(y.data, c0, edge, HostMatrix.LEAD, present);
        VectorStripe.multiplyOne(
            x.data, x.row(a) + k, groups.data(), b, edge, HostMatrix.LEAD, end - k);
        System.arraycopy(edge, HostMatrix.LEAD, y.data, c0, present);
      }
    }
  }

  /** The same for rows a0 and a1, which are added to c0 and c1. */
  void multiplyTwo(
      int group, HostMatrix x, int a0, int a1, HostMatrix y, int c0, int c1, int k, int end) {
    int last = column(group + 1);
    for (int column = column(group); column < last; column += VectorStripe.COLUMNS) {
      int b = start(group, column, k);
      int first = y.row(c0) + column;
      int second = y.row(c1) + column;
      int present = last - column;
      if (present >= VectorStripe.COLUMNS) {
        VectorStripe.multiplyTwo(
            x.data, x.row(a0) + k, x.row(a1) + k, groups.data(), b, y.data, first, second, end - k);
      } else {
        int e0 = HostMatrix.LEAD;
        int e1 = e0 + VectorStripe.COLUMNS;
        System.arraycopy(y.data, first, edge, e0, present);
        System.arraycopy(y.data, second, edge, e1, present);
        VectorStripe.multiplyTwo(
            x.data, x.row(a0) + k, x.row(a1) + k, groups.data(), b, edge, e0, e1, end - k);
        System.arraycopy(edge, e0, y.data, first, present);
        System.arraycopy(edge, e1, y.data, second, present);
      }
    }
  }

  /**
   * The same within one matrix for k of the group before, and for row a1 also with the columns of
   * the group before, which is added to c2.
   */
  void multiplyTwoAndOne(int group, HostMatrix z, int a0, int a1, int c0, int c1, int c2) {
    int k = column(group - 1);
    if (column(group + 1) - column(group) < GROUP) {
      multiplyTwo(group, z, a0, a1, z, c0, c1, k, k + GROUP);
      multiplyOne(group - 1, z, a1, z, c2, k, k + GROUP);
      return;
    }
    for (int j = 0; j < GROUP; j += VectorStripe.COLUMNS) {
      int column = column(group) + j;
      int before = column - GROUP;
      VectorStripe.multiplyTwoAndOne(
          z.data,
          z.row(a0) + k,
          z.row(a1) + k,
          groups.data(),
          start(group, column, k),
          start(group - 1, before, k),
          z.row(c0) + column,
          z.row(c1) + column,
          z.row(c2) + before);
    }
  }

  /** Returns where row k of a column, and of those that follow in its group, is in the copy. */
  private int start(int group, int column, int k) {
    return groups.start(group) + k * GROUP + column - column(group);
  }
}
