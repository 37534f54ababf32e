package io.github.rnnlab.train;

import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.prepare.Preparations;
import io.github.rnnlab.source.FileSource;
import io.github.rnnlab.token.Windows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A prepared text of some hundred characters, and its first windows. */
record TinyCorpus(PreparedCorpus corpus, int steps) {

  static TinyCorpus prepare(Path directory, int steps) {
    Path file = directory.resolve("tiny.txt");
    try {
      Files.writeString(file, "she sells sea shells by the sea shore; ".repeat(10));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path prepared = directory.resolve("prepared");
    return new TinyCorpus(
        Preparations.ofCharacters("tiny", steps, 1, false)
            .prepare(new FileSource(file, null).fetch(prepared), prepared),
        steps);
  }

  int vocabularySize() {
    return corpus.vocabulary().size();
  }

  /** The first windows, side by side. */
  Windows windows(int count) {
    return new Windows(corpus.tokens(), 0, (long) count * (steps + 1), steps + 1, steps + 1);
  }
}
