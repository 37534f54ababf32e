package io.github.rnnlab.stage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where and by whom an experiment is run: all that its config does not say and that cannot change
 * its result.
 *
 * @param configDirectory the directory that relative paths of the config start from
 * @param outputDirectory the directory of this experiment's files, such as {@code
 *     target/rnn/quickstart}
 * @param cacheDirectory the user's directory of downloaded corpora
 * @param offline whether nothing may be downloaded
 * @param artifact the jar of {@code corpus.artifact}, already resolved, or null where the corpus is
 *     not an artifact
 * @param version the version of this software
 * @param gitRevision the commit that the config directory is at, or null outside a repository
 */
public record Workplace(
    Path configDirectory,
    Path outputDirectory,
    Path cacheDirectory,
    boolean offline,
    @Nullable Path artifact,
    String version,
    @Nullable String gitRevision) {

  /**
   * Returns a workplace with the user's own cache, {@code ~/.cache/rnn}, that may download.
   *
   * @param configDirectory the directory that relative paths of the config start from
   * @param outputDirectory the directory of this experiment's files
   * @param version the version of this software
   */
  public static Workplace of(Path configDirectory, Path outputDirectory, String version) {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "rnn");
    return new Workplace(configDirectory, outputDirectory, cache, false, null, version, null);
  }

  /** Returns the same workplace with another directory for the experiment's files. */
  public Workplace in(Path directory) {
    return new Workplace(
        configDirectory, directory, cacheDirectory, offline, artifact, version, gitRevision);
  }

  /** Returns the same workplace with another directory of downloaded corpora. */
  public Workplace withCache(Path directory) {
    return new Workplace(
        configDirectory, outputDirectory, directory, offline, artifact, version, gitRevision);
  }

  /** Returns the same workplace, in which something may be downloaded or not. */
  public Workplace offline(boolean value) {
    return new Workplace(
        configDirectory, outputDirectory, cacheDirectory, value, artifact, version, gitRevision);
  }

  /** Returns the same workplace with the jar of {@code corpus.artifact}; null for none. */
  public Workplace withArtifact(@Nullable Path jar) {
    return new Workplace(
        configDirectory, outputDirectory, cacheDirectory, offline, jar, version, gitRevision);
  }

  /** Returns the same workplace at a commit; null outside a repository. */
  public Workplace withGitRevision(@Nullable String revision) {
    return new Workplace(
        configDirectory, outputDirectory, cacheDirectory, offline, artifact, version, revision);
  }
}
