package io.github.rnnlab.prepare;

import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.corpus.Tokenizer;
import io.github.rnnlab.text.TextForm;

/** Preparations of texts in UTF-8 as they are. */
public final class Preparations {
  private Preparations() {}

  public static CharPreparation ofCharacters(
      String name, int sequenceLength, int stride, boolean writeWindows) {
    return new CharPreparation(
        new PreparedFiles(TokenUnit.CHAR, name, sequenceLength, stride, writeWindows),
        TextForm.PLAIN);
  }

  static BytePreparation ofBytes(boolean writeWindows) {
    return new BytePreparation(new PreparedFiles(TokenUnit.BYTE, "x", 1, 1, writeWindows));
  }

  /** Returns the text of ids. */
  public static String text(Tokenizer tokenizer, int[] ids) {
    Tokenizer.Decoder decoder = tokenizer.decoder();
    StringBuilder text = new StringBuilder();
    for (int id : ids) {
      text.append(decoder.read(id));
    }
    return text.append(decoder.end()).toString();
  }
}
