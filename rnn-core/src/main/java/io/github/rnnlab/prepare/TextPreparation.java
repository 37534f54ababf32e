package io.github.rnnlab.prepare;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.corpus.PreparedCorpus;
import java.nio.file.Path;

/** Turns a text into token ids, in files that NumPy and Python read unchanged. */
public interface TextPreparation {
  /** Returns which files it leaves. */
  PreparedFiles files();

  /**
   * Reads a text once and writes {@code tokens.npy} (one dimension, the smallest of uint8, int16
   * and int32 that fits the vocabulary), the vocabulary and, if requested, the windows.
   *
   * @param text the corpus
   * @param directory the directory of the files; created if needed
   * @throws InvalidInputException if the text is missing, not of the expected form, empty, of one
   *     distinct token, or shorter than one window
   * @throws io.github.rnnlab.BrokenRunException if a file cannot be written
   */
  PreparedCorpus prepare(Path text, Path directory);

  /**
   * Opens the files of {@link #prepare}.
   *
   * @param sha256 the hash of the prepared text
   * @param bytes its size
   * @throws InvalidInputException if a file is missing or damaged
   */
  default PreparedCorpus open(Path directory, String sha256, long bytes) {
    return files().open(directory, sha256, bytes);
  }
}
