package io.github.rnnlab.source;

import java.nio.file.Path;
import java.util.List;

/** The source of a corpus text. */
public sealed interface CorpusSource permits FileSource, UrlSource, ArtifactSource {
  /**
   * Returns a file that holds the text in UTF-8. Callers must not change it, because it may be the
   * user's own file or belong to a cache.
   *
   * @param workDirectory where a source writes the file if it has to; created if needed
   * @throws io.github.rnnlab.InvalidInputException if the source does not name such a text
   * @throws io.github.rnnlab.BrokenRunException if the text is not available now
   */
  Path fetch(Path workDirectory);

  /** Returns the files of the text with their current hashes. Nothing is downloaded. */
  List<InputFile> inputs();
}
