package io.github.rnnlab.maven.init;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.discovery.ReservedNames;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.PortableName;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The files of a new experiment, not yet written. Not thread-safe. */
public final class NewProject {
  private final Path directory;
  private final Map<String, String> files = new LinkedHashMap<>();

  /**
   * Makes the texts of the files.
   *
   * @param directory where they are to be; it need not exist
   * @param name the name of the experiment, or null for the configs that are in the directory, or
   *     else one named {@code first}
   * @param corpus the text to learn, or null for three of Shakespeare's tragedies
   * @param pluginVersion the version of this plugin for the pom
   * @throws InvalidInputException if the name is not one of an experiment, or the corpus no file
   */
  public NewProject(
      Path directory, @Nullable String name, @Nullable Path corpus, String pluginVersion) {
    this.directory = directory;
    files.put(
        "pom.xml",
        Template.of("pom.xml")
            .replace("@artifactId@", artifactId(directory))
            .replace("@version@", pluginVersion));
    if (name != null || corpus != null || !hasConfigs()) {
      putExperiment(Objects.requireNonNullElse(name, "first"), corpus);
    }
    files.put(SchemaFile.NAME, SchemaFile.text());
    files.put(".gitignore", "target/\n");
    files.put(".gitattributes", Template.of("gitattributes"));
    files.put(".github/workflows/experiments.yml", Template.of("workflow.yml"));
  }

  private boolean hasConfigs() {
    return Files.isDirectory(directory) && ExperimentConfigs.areIn(directory);
  }

  private void putExperiment(String name, @Nullable Path corpus) {
    refuseOther(name);
    String config = name + ".json";
    if (corpus == null) {
      files.put(config, Template.of("tragedies.json"));
      files.put("speeches.xslt", Template.of("speeches.xslt"));
    } else {
      files.put(config, Template.of("text.json").replace("@file@", Json.line(file(corpus))));
    }
  }

  /** Returns the texts of the files, by their paths inside the directory, with slashes. */
  public Map<String, String> files() {
    return Collections.unmodifiableMap(files);
  }

  /**
   * Writes the files, and creates the directories.
   *
   * @throws InvalidInputException if one of them exists; then nothing is written
   * @throws BrokenRunException if a file cannot be written; those before it are then there
   */
  public void write() {
    List<String> present =
        files.keySet().stream()
            .filter(file -> Files.exists(directory.resolve(file), LinkOption.NOFOLLOW_LINKS))
            .toList();
    if (!present.isEmpty()) {
      throw new InvalidInputException(
          directory.toString(),
          String.join(", ", present),
          "none of the files that rnn:init writes: " + String.join(", ", files.keySet()),
          "Choose another directory with -Drnn.directory, or move them away. Nothing was written.");
    }
    files.forEach((file, text) -> write(directory.resolve(file), text));
  }

  /** Refuses what a config may not have as its name. */
  private static void refuseOther(String name) {
    if (!PortableName.is(name) || ReservedNames.contains(name)) {
      throw new InvalidInputException(
          "rnn.config",
          "the name " + name,
          PortableName.expectedOf(name).orElse("a name that no goal keeps for its own files"),
          "Choose another name with -Drnn.config.");
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      Interruption.rethrow(e);
      throw new BrokenRunException(
          "Cannot write " + file + " (" + e + "); make its directory writable.", e);
    }
  }

  /** Returns the path of the corpus as a config has it: relative and with slashes if possible. */
  private String file(Path corpus) {
    if (!Files.isRegularFile(corpus)) {
      throw new InvalidInputException(
          "rnn.corpus",
          corpus + ", which is no file",
          "a text file",
          "Correct -Drnn.corpus, or leave it out.");
    }
    Path path =
        corpus.getRoot().equals(directory.getRoot()) ? directory.relativize(corpus) : corpus;
    return path.toString().replace(File.separatorChar, '/');
  }

  /** Returns the name of the directory with what Maven does not take in an id replaced. */
  private static String artifactId(Path directory) {
    String id =
        String.valueOf(directory.getFileName())
            .replaceAll("[^A-Za-z0-9_.-]+", "-")
            .replaceAll("^[-.]+|[-.]+$", "");
    return directory.getFileName() == null || id.isEmpty() ? "experiment" : id;
  }
}
