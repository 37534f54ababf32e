package io.github.rnnlab.tensor;

/** A packed matrix in panels as wide as a {@linkplain VectorTile tile}. */
record VectorPacked(int rows, int columns, VectorPanels panels) implements PackedMatrix {
  static VectorPacked allocate(int rows, int columns) {
    VectorPanels panels = new VectorPanels(VectorTile.COLUMNS);
    panels.resize(rows, columns);
    return new VectorPacked(rows, columns, panels);
  }

  /** Returns how many bytes the panels take. */
  static long bytes(long rows, long columns) {
    return VectorPanels.bytes(rows, columns, VectorTile.COLUMNS);
  }
}
