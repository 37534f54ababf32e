package io.github.rnnlab.token;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Parses the text of an .npy header, a Python dictionary such as {@code {'descr': '<i2',
 * 'fortran_order': False, 'shape': (3, 4), }}, in one pass and as strictly as NumPy: exactly these
 * three keys. Repeated keys are refused; NumPy takes the last one.
 */
final class NpyDictionary {
  private static final List<String> KEYS = List.of("descr", "fortran_order", "shape");

  private final String text;
  private final Map<String, String> values = new TreeMap<>();
  private int at;

  private NpyDictionary(String text) {
    this.text = text;
  }

  /** A header that cannot be parsed. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    private Unreadable(String found) {
      super("a header " + found);
    }

    /** Returns what was found. */
    String found() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * Returns the values by key: the content of the quotes of {@code descr}, True or False for {@code
   * fortran_order}, and the content of the parentheses of {@code shape}.
   */
  static Map<String, String> parse(String text) throws Unreadable {
    NpyDictionary dictionary = new NpyDictionary(text);
    dictionary.parse();
    return dictionary.values;
  }

  private void parse() throws Unreadable {
    if (!take('{')) {
      throw new Unreadable("that does not begin with {");
    }
    boolean more = true;
    while (more && peek() != '}') {
      member();
      more = take(',');
    }
    if (!take('}') || peek() != 0 || at < text.length()) {
      throw new Unreadable("that is no dictionary from its { to its }");
    }
    for (String key : KEYS) {
      if (!values.containsKey(key)) {
        throw unreadable(key);
      }
    }
  }

  private void member() throws Unreadable {
    String key = quoted();
    if (key == null || !KEYS.contains(key)) {
      throw new Unreadable(key == null ? "with a key in no quotes" : "with the key '" + key + "'");
    }
    String value = take(':') ? value(key) : null;
    if (value == null) {
      throw unreadable(key);
    }
    if (values.put(key, value) != null) {
      throw new Unreadable("with two values of '" + key + "'");
    }
  }

  private @Nullable String value(String key) {
    return switch (key) {
      case "descr" -> quoted();
      case "shape" -> take('(') ? upTo(')') : null;
      default -> word("True") ? "True" : word("False") ? "False" : null;
    };
  }

  private @Nullable String quoted() {
    return take('\'') ? upTo('\'') : take('"') ? upTo('"') : null;
  }

  private @Nullable String upTo(char end) {
    int to = text.indexOf(end, at);
    if (to < 0) {
      return null;
    }
    String before = text.substring(at, to);
    at = to + 1;
    return before;
  }

  private boolean word(String word) {
    boolean found = peek() != 0 && text.startsWith(word, at);
    at += found ? word.length() : 0;
    return found;
  }

  private boolean take(char sign) {
    boolean found = peek() == sign;
    at += found ? 1 : 0;
    return found;
  }

  /** Returns the next non-blank character, or 0 at the end. */
  private char peek() {
    while (at < text.length() && " \t\r\n\f".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private static Unreadable unreadable(String key) {
    return new Unreadable("without a readable '" + key + "'");
  }
}
