package io.github.rnnlab.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Carries out so many operations and then none, as if the process had been killed. It does not wait
 * for the device.
 */
final class DyingDisk implements Disk {
  /** Nothing catches it. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  private int left;

  DyingDisk(int operations) {
    this.left = operations;
  }

  @Override
  public void createParents(Path file) throws IOException {
    live();
    Disk.REAL.createParents(file);
  }

  @Override
  public void write(Path file, String text) throws IOException {
    live();
    Files.writeString(file, text);
  }

  @Override
  public void force(Path file) throws IOException {
    live();
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    live();
    Disk.REAL.move(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    live();
    Disk.REAL.delete(path);
  }

  private void live() {
    if (left == 0) {
      throw new Death();
    }
    left--;
  }
}
