package io.github.rnnlab.tensor;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of four rows or more, in blocks that stay in the caches (Goto and van de Geijn, "Anatomy
 * of high-performance matrix multiplication", ACM TOMS 34, 2008).
 *
 * <p>Blocks of k follow each other in ascending order and continue from what is in C: every element
 * is one chain of fused multiply-adds over ascending k, whatever tile and block it falls in, so
 * blocking changes the speed and never the bits. Each thread has its own.
 */
final class VectorGemm {
  /** How much of k is in a block: what a tile reads of A and B fills a first-level cache. */
  private static final int BLOCK_DEPTH = 192;

  /** Rows in a block of A: it fills a quarter of a second-level cache. */
  private static final int BLOCK_ROWS = 128;

  /** Rows so far apart crowd into few sets of the first-level cache; they are copied together. */
  private static final int FAR_APART = 512;

  /** Rows of A that are copied together, so that those of one k are a whole cache line. */
  static final int LINE = HostMatrix.LANES;

  private static final VectorSpecies<Float> SPECIES = VectorMath.SPECIES;
  private static final int LANES = SPECIES.length();
  private static final int ROWS = VectorTile.ROWS;
  private static final int COLUMNS = VectorTile.COLUMNS;
  private static final int LEAD = HostMatrix.LEAD;

  private final VectorPanels right = new VectorPanels();

  /**
   * A block of A that is not read in place: its rows one behind the other or, of a transposed A, a
   * line for every k, for one line's rows after another.
   */
  private float[] left = new float[0];

  /** Rows of A that are too few for a tile: a line for every k. */
  private final float[] rest = new float[LEAD + LINE * BLOCK_DEPTH];

  /** What a tile computes that is not all within C. */
  private final float[] edge = new float[LEAD + ROWS * COLUMNS];

  /**
   * Computes rows {@code [first, last)} of {@code c += a b}; either operand may be stored
   * transposed. {@code first} is a multiple of {@value #LINE}.
   */
  void multiply(
      HostMatrix a,
      boolean transposeA,
      HostMatrix b,
      boolean transposeB,
      HostMatrix c,
      int first,
      int last,
      int depth) {
    int columns = (c.columns + LANES - 1) / LANES * LANES;
    int blocks = (depth + BLOCK_DEPTH - 1) / BLOCK_DEPTH;
    for (int block = 0; block < blocks; block++) {
      int k = ThreadTeam.share(block, blocks, depth);
      int deep = ThreadTeam.share(block + 1, blocks, depth) - k;
      right.pack(b, transposeB, k, deep, 0, columns);
      for (int row = first; row < last; row += BLOCK_ROWS) {
        int rows = Math.min(BLOCK_ROWS, last - row);
        if (transposeA) {
          multiplyTransposed(a, k, row, rows, deep, c, columns);
        } else if (a.stride > FAR_APART) {
          copyBlock(a, row, k, rows, deep);
          multiplyRows(
              left, LEAD, deep, right, 0, deep, c.data, c.row(row), c.stride, rows, columns);
        } else {
          multiplyRows(
              a.data,
              a.row(row) + k,
              a.stride,
              right,
              0,
              deep,
              c.data,
              c.row(row),
              c.stride,
              rows,
              columns);
        }
      }
    }
  }

  /** Computes {@code c += a b} for a packed b; {@code a} has one row every {@code aRow} numbers. */
  void multiply(
      float[] a,
      int aStart,
      int aRow,
      VectorPanels b,
      float[] c,
      int cStart,
      int cRow,
      int rows,
      int columns) {
    int blocks = (b.depth() + BLOCK_DEPTH - 1) / BLOCK_DEPTH;
    for (int block = 0; block < blocks; block++) {
      int k = ThreadTeam.share(block, blocks, b.depth());
      int deep = ThreadTeam.share(block + 1, blocks, b.depth()) - k;
      multiplyRows(a, aStart + k, aRow, b, k, deep, c, cStart, cRow, rows, columns);
    }
  }

  /** One block, whose rows of A are read in place. */
  private void multiplyRows(
      float[] a,
      int aStart,
      int aRow,
      VectorPanels b,
      int k,
      int depth,
      float[] c,
      int cStart,
      int cRow,
      int rows,
      int columns) {
    int whole = rows - rows % ROWS;
    if (whole < rows) {
      copyRest(a, aStart + whole * aRow, aRow, rows - whole, depth);
    }
    for (int column = 0; column < columns; column += COLUMNS) {
      int panel = b.start(column / COLUMNS) + k * COLUMNS;
      int width = Math.min(COLUMNS, columns - column);
      int to = cStart + column;
      for (int row = 0; row < whole; row += ROWS) {
        tile(
            a,
            aStart + row * aRow,
            aRow,
            1,
            b.data(),
            panel,
            c,
            to + row * cRow,
            cRow,
            ROWS,
            width,
            depth);
      }
      if (whole < rows) {
        tile(
            rest,
            LEAD,
            1,
            LINE,
            b.data(),
            panel,
            c,
            to + whole * cRow,
            cRow,
            rows - whole,
            width,
            depth);
      }
    }
  }

  /** One block, whose rows of A are columns in memory. */
  private void multiplyTransposed(
      HostMatrix a, int k, int firstRow, int rows, int depth, HostMatrix c, int columns) {
    copyLines(a, k, firstRow, rows, depth);
    for (int column = 0; column < columns; column += COLUMNS) {
      int panel = right.start(column / COLUMNS);
      int width = Math.min(COLUMNS, columns - column);
      for (int row = 0; row < rows; row += ROWS) {
        int from = LEAD + row / LINE * LINE * depth + row % LINE;
        int to = c.row(firstRow + row) + column;
        tile(
            left,
            from,
            1,
            LINE,
            right.data(),
            panel,
            c.data,
            to,
            c.stride,
            Math.min(ROWS, rows - row),
            width,
            depth);
      }
    }
  }

  /** A tile of which so many rows and columns are within C. */
  private void tile(
      float[] a,
      int aStart,
      int aRow,
      int aColumn,
      float[] b,
      int panel,
      float[] c,
      int cStart,
      int cRow,
      int rows,
      int width,
      int depth) {
    if (rows == ROWS && width == COLUMNS) {
      VectorTile.multiply(a, aStart, aRow, aColumn, b, panel, c, cStart, cRow, depth);
      return;
    }
    for (int i = 0; i < rows; i++) {
      System.arraycopy(c, cStart + i * cRow, edge, LEAD + i * COLUMNS, width);
    }
    VectorTile.multiply(a, aStart, aRow, aColumn, b, panel, edge, LEAD, COLUMNS, depth);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(edge, LEAD + i * COLUMNS, c, cStart + i * cRow, width);
    }
  }

  /** Copies up to three rows of A into a line for every k, and zeros for those that are missing. */
  private void copyRest(float[] a, int start, int aRow, int rows, int depth) {
    Arrays.fill(rest, 0);
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < depth; k++) {
        rest[LEAD + k * LINE + i] = a[start + i * aRow + k];
      }
    }
  }

  /** Copies part of some rows of a matrix, one behind the other. */
  private void copyBlock(HostMatrix a, int firstRow, int column, int rows, int depth) {
    reserve(rows * depth);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(a.data, a.row(firstRow + i) + column, left, LEAD + i * depth, depth);
    }
  }

  /** Copies columns of a matrix into lines; the last line ends in the matrix's padding. */
  private void copyLines(HostMatrix a, int firstRow, int column, int columns, int depth) {
    int lines = (columns + LINE - 1) / LINE;
    reserve(lines * LINE * depth);
    for (int line = 0; line < lines; line++) {
      copyLine(
          a.data,
          a.row(firstRow) + column + line * LINE,
          a.stride,
          left,
          LEAD + line * LINE * depth,
          depth);
    }
  }

  private static void copyLine(float[] a, int from, int stride, float[] left, int to, int depth) {
    for (int k = 0; k < depth; k++) {
      for (int lane = 0; lane < LINE; lane += LANES) {
        FloatVector.fromArray(SPECIES, a, from + lane).intoArray(left, to + lane);
      }
      from += stride;
      to += LINE;
    }
  }

  private void reserve(int numbers) {
    if (left.length < LEAD + numbers) {
      left = new float[LEAD + numbers];
    }
  }
}
