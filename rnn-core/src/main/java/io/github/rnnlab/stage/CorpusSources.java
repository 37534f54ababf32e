package io.github.rnnlab.stage;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfig.Corpus;
import io.github.rnnlab.source.ArtifactSource;
import io.github.rnnlab.source.CorpusSource;
import io.github.rnnlab.source.FileSource;
import io.github.rnnlab.source.PublicAddress;
import io.github.rnnlab.source.UrlSource;
import io.github.rnnlab.workplace.Workplace;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Turns the config of a corpus into the source of its text. */
public final class CorpusSources {
  private CorpusSources() {}

  static CorpusSource of(Corpus corpus, Workplace workplace) {
    Path directory = workplace.configDirectory();
    if (corpus.file() != null) {
      return new FileSource(directory.resolve(corpus.file()), corpus.sha256());
    }
    if (corpus.url() != null) {
      return new UrlSource(
          URI.create(corpus.url()),
          corpus.sha256(),
          workplace.cacheDirectory(),
          workplace.offline());
    }
    String artifact = Objects.requireNonNull(corpus.artifact(), "checked when the config was read");
    Path archive = workplace.artifact();
    if (archive == null) {
      throw new InvalidInputException(
          "corpus.artifact",
          artifact + ", which is not resolved",
          "the file of the artifact",
          "Run the experiment with mvn rnn:train, which resolves it, or give corpus.file.");
    }
    Path stylesheet = corpus.stylesheet() == null ? null : directory.resolve(corpus.stylesheet());
    List<String> entries = Objects.requireNonNullElse(corpus.entries(), List.of());
    return new ArtifactSource(archive, artifact, entries, stylesheet);
  }

  /** Returns where the text came from, as one line for readers. */
  public static String describe(ExperimentConfig config) {
    Corpus corpus = config.corpus();
    if (corpus == null) {
      return "windows from " + config.prepare().windowsFile();
    }
    if (corpus.artifact() != null) {
      return corpus.artifact() + " " + corpus.entries();
    }
    return corpus.file() != null ? corpus.file() : PublicAddress.of(String.valueOf(corpus.url()));
  }
}
