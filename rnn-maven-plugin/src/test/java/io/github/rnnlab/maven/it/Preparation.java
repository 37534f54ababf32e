package io.github.rnnlab.maven.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Makes what an integration test needs and what a checkout cannot hold. */
public final class Preparation {
  private final Path directory;

  /** Prepares the project in a directory. */
  public Preparation(File directory) {
    this.directory = directory.toPath();
  }

  /** Puts a jar of a folder's content into a local repository, as a module's install would. */
  public boolean installJar(
      String groupId, String artifactId, String version, String folder, File localRepository)
      throws IOException {
    Path home =
        localRepository
            .toPath()
            .resolve(groupId.replace('.', '/'))
            .resolve(artifactId)
            .resolve(version);
    Files.createDirectories(home);
    Path jar = home.resolve(artifactId + "-" + version + ".jar");
    Files.deleteIfExists(jar);
    try (FileSystem entries =
        FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of("create", "true"))) {
      copy(directory.resolve(folder), entries.getPath("/"));
    }
    return true;
  }

  /**
   * Copies the project into a directory, and renames a file there: both get names that not every
   * system can check out.
   */
  public boolean copyInto(String name, String file, String newName) throws IOException {
    Path inner = Files.createDirectories(directory.resolve(name));
    try (Stream<Path> files = Files.list(directory)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        Files.copy(each, inner.resolve(directory.relativize(each)));
      }
    }
    Files.move(inner.resolve(file), inner.resolve(newName));
    return true;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(
          file -> {
            Path target = to.resolve(from.relativize(file).toString());
            try {
              if (Files.isDirectory(file)) {
                Files.createDirectories(target);
              } else {
                Files.copy(file, target);
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
