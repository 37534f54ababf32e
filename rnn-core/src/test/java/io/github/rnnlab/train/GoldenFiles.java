package io.github.rnnlab.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The golden files, which PyTorch has written, in a directory or in the jar of the tests. */
public final class GoldenFiles {
  private static final String ROOT = "/golden";
  private static final Path DIRECTORY = directory();

  private GoldenFiles() {}

  /** Returns a file. */
  public static Path file(String name) {
    Path file = DIRECTORY.resolve(name);
    if (!Files.exists(file)) {
      throw new AssertionError("no golden file " + name);
    }
    return file;
  }

  /** Returns the text of a file. */
  public static String text(String name) {
    try {
      return Files.readString(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path directory() {
    try {
      URI uri = Objects.requireNonNull(GoldenFiles.class.getResource(ROOT)).toURI();
      return uri.getScheme().equals("jar") ? unpacked(uri) : Path.of(uri);
    } catch (URISyntaxException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Path unpacked(URI uri) throws IOException {
    Path directory = Files.createTempDirectory("golden");
    try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of());
        Stream<Path> files = Files.walk(jar.getPath(ROOT))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = directory.resolve(jar.getPath(ROOT).relativize(file).toString());
        if (!Files.isDirectory(copy)) {
          Files.copy(file, copy);
        }
        copy.toFile().deleteOnExit();
      }
    }
    return directory;
  }
}
