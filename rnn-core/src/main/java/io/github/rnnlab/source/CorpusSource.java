package io.github.rnnlab.source;

import java.nio.file.Path;
import java.util.List;

/** Where the text of a corpus comes from. */
public sealed interface CorpusSource permits FileSource, UrlSource, ArtifactSource {
  /**
   * Returns a file that holds the text, as UTF-8. The file is only to be read: it may be the user's
   * own or one of a cache.
   *
   * @param workDirectory where a source that has to make the file puts it; created if needed
   * @throws io.github.rnnlab.InvalidInputException if the source does not name such a text
   * @throws io.github.rnnlab.BrokenRunException if it does, but the text cannot be had now
   */
  Path fetch(Path workDirectory);

  /** Returns what the text is made from, with hashes of this moment; nothing is downloaded. */
  List<InputFile> inputs();
}
