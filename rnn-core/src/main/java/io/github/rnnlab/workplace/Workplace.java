package io.github.rnnlab.workplace;

import io.github.rnnlab.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where an experiment runs: everything that its config does not say and that does not change its
 * result.
 *
 * @param configDirectory the directory that relative paths of the config start from
 * @param outputDirectory the directory of this experiment's files, such as {@code
 *     target/rnn/quickstart}
 * @param cacheDirectory the user's directory of downloaded corpora
 * @param offline whether downloads are forbidden
 * @param artifact the resolved jar of {@code corpus.artifact}; null if the corpus is no artifact
 * @param version the version of this software
 * @param gitRevision the commit of the config directory; null outside a repository
 * @param keptRuns how many finished runs of other configs stay beside the present one
 */
public record Workplace(
    Path configDirectory,
    Path outputDirectory,
    Path cacheDirectory,
    boolean offline,
    @Nullable Path artifact,
    String version,
    @Nullable String gitRevision,
    int keptRuns) {
  /** The default number of finished runs of other configs that stay beside the present one. */
  public static final int KEPT_RUNS = 3;

  /** Checks the number. */
  public Workplace {
    if (keptRuns < 0) {
      throw new InvalidInputException(
          "rnn.keptRuns",
          keptRuns + "",
          "a number of runs, or 0 to keep none",
          "Correct -Drnn.keptRuns.");
    }
  }

  /**
   * Returns a workplace that allows downloads and uses the cache {@code ~/.cache/rnn}.
   *
   * @param configDirectory the directory that relative paths of the config start from
   * @param outputDirectory the directory of this experiment's files
   * @param version the version of this software
   */
  public static Workplace of(Path configDirectory, Path outputDirectory, String version) {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "rnn");
    return new Workplace(
        configDirectory, outputDirectory, cache, false, null, version, null, KEPT_RUNS);
  }

  /** Returns a copy with another output directory. */
  public Workplace in(Path directory) {
    return new Workplace(
        configDirectory,
        directory,
        cacheDirectory,
        offline,
        artifact,
        version,
        gitRevision,
        keptRuns);
  }

  /** Returns a copy with another directory of downloaded corpora. */
  public Workplace withCache(Path directory) {
    return new Workplace(
        configDirectory,
        outputDirectory,
        directory,
        offline,
        artifact,
        version,
        gitRevision,
        keptRuns);
  }

  /** Returns a copy that forbids or allows downloads. */
  public Workplace offline(boolean value) {
    return new Workplace(
        configDirectory,
        outputDirectory,
        cacheDirectory,
        value,
        artifact,
        version,
        gitRevision,
        keptRuns);
  }

  /** Returns a copy with the jar of {@code corpus.artifact}; null for none. */
  public Workplace withArtifact(@Nullable Path jar) {
    return new Workplace(
        configDirectory,
        outputDirectory,
        cacheDirectory,
        offline,
        jar,
        version,
        gitRevision,
        keptRuns);
  }

  /** Returns a copy at a commit; null outside a repository. */
  public Workplace withGitRevision(@Nullable String revision) {
    return new Workplace(
        configDirectory,
        outputDirectory,
        cacheDirectory,
        offline,
        artifact,
        version,
        revision,
        keptRuns);
  }

  /** Returns a copy that keeps so many finished runs of other configs. */
  public Workplace keeping(int runs) {
    return new Workplace(
        configDirectory,
        outputDirectory,
        cacheDirectory,
        offline,
        artifact,
        version,
        gitRevision,
        runs);
  }

  /**
   * Returns the path of a file that a config names.
   *
   * @param key of the config, for messages
   * @param path absolute, or from the directory of the config
   * @param expected what the file should be, for messages
   * @throws InvalidInputException if there is no such file
   */
  public Path file(String key, String path, String expected) {
    Path file = configDirectory.resolve(path);
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          key,
          file + (Files.exists(file) ? ", which is no file" : ", which does not exist"),
          expected,
          "Correct the path, which begins at the directory of the config.");
    }
    return file;
  }
}
