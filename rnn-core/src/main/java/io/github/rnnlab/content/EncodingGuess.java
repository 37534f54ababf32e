package io.github.rnnlab.content;

import java.util.Locale;
import java.util.Optional;

/** Recognizes the encoding of a text that is not in UTF-8. */
public final class EncodingGuess {
  /** Where Windows-1252 has no character. */
  private static final String NOT_IN_WINDOWS_1252 = "\u0081\u008d\u008f\u0090\u009d";

  /** What may stand between two letters: small letters, an apostrophe, dashes, an ellipsis. */
  private static final String WITHIN_WORDS = "\u0085\u0091\u0092\u0096\u0097\u009a\u009c\u009e";

  /** Capital letters of Windows-1252, which stand between other capital letters. */
  private static final String CAPITALS = "\u008a\u008c\u008e\u009f";

  private EncodingGuess() {}

  /**
   * Returns what a file is, although its bytes may be valid UTF-8: of another format, or in UTF-16
   * or UTF-32, whose zero bytes would pass for characters.
   *
   * @param bytes the first ones of the file
   * @param count how many of the array
   */
  public static Optional<Finding> insteadOfText(byte[] bytes, int count) {
    FileStart start = FileStart.of(bytes, count);
    Optional<Finding> unicode = ofMark(start).or(() -> ofControls(start));
    return unicode.isPresent() ? unicode : FileFormat.insteadOfText(start);
  }

  /**
   * Returns what a text is whose bytes are not UTF-8.
   *
   * @param fault the bytes from the first that begins no character, and what follows it
   * @param count how many of the array
   * @param offset of the first of them in the file
   * @param hasOthers whether characters of several bytes came before
   * @param isEnd whether the file ends after them
   */
  public static Finding ofFault(
      byte[] fault, int count, long offset, boolean hasOthers, boolean isEnd) {
    String found =
        String.format(
            Locale.ROOT,
            "byte 0x%02X at offset %d, which begins no valid character",
            fault[0],
            offset);
    Counts counts = Counts.of(fault, count);
    if (hasOthers && isEnd && counts.high == count && count < 4) {
      return finding(
          found + ": the file ends within one",
          "It was cut off: get it again, or remove its last bytes.");
    }
    if (hasOthers) {
      return finding(
          found + ", after characters that are in UTF-8",
          "It is damaged there or has parts in another encoding: correct it, or drop what is"
              + " invalid with: iconv -f UTF-8 -t UTF-8 -c FILE > NEW.");
    }
    if (counts.otherScript()) {
      return finding(
          found,
          "It looks like a text in an older encoding of another script, such as windows-1251,"
              + " koi8-r, Shift_JIS or GBK. Find out which, and convert it: iconv -f ENCODING -t"
              + " UTF-8 FILE > NEW.");
    }
    if (counts.dos()) {
      return finding(
          found + "; it looks like an encoding of DOS or of older Macintoshes",
          "Convert it: iconv -f IBM850 -t UTF-8 FILE > NEW, or with -f IBM437 or -f MACINTOSH if"
              + " letters come out wrong.");
    }
    // Whatever is in Latin-1 without its control characters is the same in Windows-1252.
    return converted(
        found + "; it looks like Windows-1252" + (counts.c1 > 0 ? "" : " or Latin-1"),
        "WINDOWS-1252",
        "windows-1252");
  }

  private static Optional<Finding> ofMark(FileStart start) {
    if (start.has(0, "\u00ff\u00fe\0\0") || start.has(0, "\0\0\u00fe\u00ff")) {
      return Optional.of(marked("UTF-32", "utf-32"));
    }
    if (start.has(0, "\u00ff\u00fe") || start.has(0, "\u00fe\u00ff")) {
      return Optional.of(marked("UTF-16", "utf-16"));
    }
    return Optional.empty();
  }

  private static Finding marked(String encoding, String name) {
    return converted("text in " + encoding + ", by its byte order mark", encoding, name);
  }

  /**
   * In UTF-16, every other byte of a text in one alphabet is the same small number; in UTF-32, two
   * of four are zeros.
   */
  private static Optional<Finding> ofControls(FileStart start) {
    int[] controls = new int[4];
    int[] zeros = new int[4];
    int length = start.length() / 4 * 4;
    for (int i = 0; i < length; i++) {
      controls[i % 4] += isControl(start.at(i)) ? 1 : 0;
      zeros[i % 4] += start.at(i) == 0 ? 1 : 0;
    }
    int units = length / 4;
    if (units < 2) {
      return Optional.empty();
    }
    if (zeros[2] == units && zeros[3] == units && zeros[0] == 0) {
      return Optional.of(unmarked("UTF-32LE", "utf-32le"));
    }
    if (zeros[0] == units && zeros[1] == units && zeros[3] == 0) {
      return Optional.of(unmarked("UTF-32BE", "utf-32be"));
    }
    int even = controls[0] + controls[2];
    int odd = controls[1] + controls[3];
    if (isMost(odd, even, units)) {
      return Optional.of(unmarked("UTF-16LE", "utf-16le"));
    }
    return isMost(even, odd, units)
        ? Optional.of(unmarked("UTF-16BE", "utf-16be"))
        : Optional.empty();
  }

  private static boolean isMost(int many, int few, int units) {
    return many >= 2 * units * 0.7 && few <= 2 * units * 0.25;
  }

  private static boolean isControl(int value) {
    return value < ' ' && value != '\n' && value != '\r' && value != '\t';
  }

  private static Finding unmarked(String encoding, String name) {
    String every = name.startsWith("utf-16") ? "every other byte is" : "three of four bytes are";
    return converted(
        "text in " + encoding + ": " + every + " that of a control character", encoding, name);
  }

  private static Finding finding(String found, String conversion) {
    return new Finding(found, conversion, "");
  }

  private static Finding converted(String found, String encoding, String name) {
    return new Finding(
        found,
        "Convert it: iconv -f " + encoding + " -t UTF-8 FILE > NEW.",
        "Or set corpus.encoding to \"" + name + "\".");
  }

  /**
   * What a stretch of bytes has.
   *
   * @param high bytes from 0x80 on
   * @param letters letters of ASCII
   * @param c1 bytes from 0x80 to 0x9f
   * @param strange of these, those that Windows-1252 lacks or does not have within words
   * @param familiar of these, those that it has within words
   */
  private record Counts(int high, int letters, int c1, int strange, int familiar) {
    static Counts of(byte[] bytes, int count) {
      int high = 0;
      int letters = 0;
      int c1 = 0;
      int strange = 0;
      int familiar = 0;
      for (int i = 0; i < count; i++) {
        int value = bytes[i] & 0xFF;
        high += value >= 0x80 ? 1 : 0;
        letters += isLetter(value) ? 1 : 0;
        if (value >= 0x80 && value < 0xA0) {
          c1++;
          boolean amid = i > 0 && i + 1 < count && isLetter(bytes[i - 1]) && isLetter(bytes[i + 1]);
          boolean among = amid && (bytes[i - 1] < 'a' || bytes[i + 1] < 'a');
          boolean known = WITHIN_WORDS.indexOf(value) >= 0 || among && CAPITALS.indexOf(value) >= 0;
          familiar += amid && known ? 1 : 0;
          strange += NOT_IN_WINDOWS_1252.indexOf(value) >= 0 || amid && !known ? 1 : 0;
        }
      }
      return new Counts(high, letters, c1, strange, familiar);
    }

    private static boolean isLetter(int value) {
      return value >= 'a' && value <= 'z' || value >= 'A' && value <= 'Z';
    }

    boolean otherScript() {
      return high > 8 && high > letters;
    }

    boolean dos() {
      return strange > familiar;
    }
  }
}
