package io.github.rnnlab.prepare;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.corpus.Vocabulary;
import io.github.rnnlab.corpus.VocabularyFile;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.token.TokenStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads windows that were prepared in Python: {@code <name>_char_windows.npy} of shape (N, L + 1)
 * with {@code <name>_chars.json} beside it.
 */
public final class WindowsFile {
  /** The end of the name of a windows file. */
  static final String SUFFIX = "_char_windows.npy";

  private WindowsFile() {}

  /** Returns the file of the characters of a windows file. */
  public static Path charsBeside(Path windows) {
    String name = String.valueOf(windows.getFileName());
    int end = name.endsWith(SUFFIX) ? name.length() - SUFFIX.length() : name.length();
    return windows.resolveSibling(name.substring(0, end) + "_chars.json");
  }

  /**
   * Opens a windows file and checks every id in one pass. The token store of the result is the
   * matrix, row after row; {@link io.github.rnnlab.token.Split#of Split.of} makes each row a
   * window. Hash and size are those of the .npy file, {@code characters} counts its ids, and the
   * vocabulary has a hash of its own.
   *
   * @param windows the .npy file
   * @param sequenceLength L, as configured
   * @throws InvalidInputException if a file is missing or damaged, or if they do not match each
   *     other or the configured length
   */
  public static PreparedCorpus open(Path windows, int sequenceLength) {
    String fileName = String.valueOf(windows.getFileName());
    if (!fileName.endsWith(SUFFIX)) {
      throw new InvalidInputException(
          "prepare.windowsFile",
          windows.toString(),
          "a file named <name>" + SUFFIX + " with <name>_chars.json beside it",
          "Rename the file, or give the text as corpus.file instead.");
    }
    String name = fileName.substring(0, fileName.length() - SUFFIX.length());
    TokenStore tokens = TokenStore.open(windows);
    Path charsFile = charsBeside(windows);
    VocabularyFile chars = VocabularyFile.read(charsFile, TokenUnit.CHAR);
    int length = tokens.columns() - 1;
    if (length < 1) {
      throw new InvalidInputException(
          windows.toString(),
          "one id per row",
          "a matrix of windows, each of L + 1 ids",
          "Write the windows again with prepare.writeWindows.");
    }
    if (chars.sequenceLength() != length) {
      throw new InvalidInputException(
          charsFile + ": sequence_length",
          String.valueOf(chars.sequenceLength()),
          String.format(
              Locale.ROOT, "%d, as the rows of %s have %d ids", length, fileName, length + 1),
          "Use two files of the same preparation.");
    }
    if (sequenceLength != length) {
      throw new InvalidInputException(
          "prepare.sequenceLength",
          String.valueOf(sequenceLength),
          String.format(
              Locale.ROOT, "%d, as the rows of %s have %d ids", length, windows, length + 1),
          "Set prepare.sequenceLength to " + length + ".");
    }
    Vocabulary vocabulary = (Vocabulary) chars.tokenizer();
    tokens.requireIdsBelow(vocabulary.size());
    try {
      return new PreparedCorpus(
          name,
          vocabulary,
          tokens,
          Sha256.of(windows),
          Files.size(windows),
          tokens.size(),
          vocabulary.sha256());
    } catch (IOException e) {
      Interruption.rethrow(e);
      throw new BrokenRunException("Cannot read " + windows + " (" + e + "). Make it readable.", e);
    }
  }
}
