package io.github.rnnlab.config;

import io.github.rnnlab.config.ExperimentConfig.Corpus;
import java.net.URI;
import java.util.Objects;

/** Derives a name for a corpus that has none. */
final class CorpusName {
  private CorpusName() {}

  static String derivedFrom(Corpus corpus) {
    String name;
    if (corpus.file() != null) {
      name = baseName(corpus.file());
    } else if (corpus.url() != null) {
      name = baseName(Objects.requireNonNullElse(URI.create(corpus.url()).getPath(), ""));
    } else if (corpus.artifact() != null) {
      name = corpus.artifact().split(":", -1)[1];
    } else {
      name = "";
    }
    String safe =
        name.replaceAll("[^\\p{L}\\p{N}._-]", "_").replaceAll("^[^\\p{L}\\p{N}]+|\\.+$", "");
    return safe.isEmpty() ? "corpus" : safe;
  }

  /**
   * Returns the last name of a path without its extension. Both separators count on every system.
   */
  private static String baseName(String path) {
    String last = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    int dot = last.lastIndexOf('.');
    return dot > 0 ? last.substring(0, dot) : last;
  }
}
