package io.github.rnnlab.content;

import java.nio.charset.Charset;
import java.util.List;

/**
 * An encoding of texts by its name in configs. The tables of all of them are the same in every JDK.
 * Immutable.
 *
 * @param name one of {@link #NAMES}
 */
public record TextEncoding(String name) {
  /** The encoding of texts unless another one is named. */
  public static final TextEncoding UTF_8 = new TextEncoding("utf-8");

  /** UTF-8 with or without a byte order mark, which is dropped. Python has this name, too. */
  private static final String UTF_8_SIG = "utf-8-sig";

  /** The names of all encodings. */
  public static final List<String> NAMES =
      List.of(
          "utf-8",
          UTF_8_SIG,
          "utf-16",
          "utf-16le",
          "utf-16be",
          "utf-32",
          "utf-32le",
          "utf-32be",
          "windows-1250",
          "windows-1251",
          "windows-1252",
          "windows-1253",
          "windows-1254",
          "windows-1257",
          "iso-8859-1",
          "iso-8859-2",
          "iso-8859-5",
          "iso-8859-7",
          "iso-8859-9",
          "iso-8859-15",
          "koi8-r",
          "koi8-u",
          "ibm437",
          "ibm850");

  /** Checks the name. */
  public TextEncoding {
    if (!name.equals("utf-8") && !NAMES.contains(name)) {
      throw new IllegalArgumentException("no encoding: " + name);
    }
  }

  /** Returns whether the bytes of a text are UTF-8 as they are. */
  public boolean isUtf8() {
    return equals(UTF_8);
  }

  /** Returns whether a byte order mark begins the text and is no part of it. */
  public boolean dropsMark() {
    return requiresMark() || name.equals(UTF_8_SIG);
  }

  /** Returns whether a byte order mark must begin the text, because it gives the order. */
  public boolean requiresMark() {
    return name.equals("utf-16") || name.equals("utf-32");
  }

  /**
   * Returns the JDK's name of this encoding.
   *
   * @param littleEndian the order that a byte order mark gives, where one is required
   */
  public Charset charset(boolean littleEndian) {
    if (name.equals(UTF_8_SIG)) {
      return Charset.forName("utf-8");
    }
    return Charset.forName(requiresMark() ? name + (littleEndian ? "le" : "be") : name);
  }
}
