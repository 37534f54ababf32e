package io.github.rnnlab.corpus;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a token is: the {@code prepare.unit} of a config. */
public enum TokenUnit {
  /** A Unicode code point. */
  CHAR,
  /** A byte. */
  BYTE,
  /** A word, a number or a sign. */
  WORD;

  /** The names in configs, for messages. */
  public static final String CONFIG_NAMES = "char, byte or word";

  /** Finds a unit by its name in configs. */
  public static Optional<TokenUnit> of(String configName) {
    return Arrays.stream(values()).filter(unit -> unit.configName().equals(configName)).findFirst();
  }

  /** Returns the name in configs: {@code char}, {@code byte} or {@code word}. */
  public String configName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the short name of several tokens, in files and speeds, such as {@code chars}. */
  public String plural() {
    return configName() + "s";
  }

  /** Returns the name of one token in messages, such as {@code character}. */
  public String one() {
    return this == CHAR ? "character" : configName();
  }

  /** Returns the name of several tokens in messages, such as {@code characters}. */
  public String inWords() {
    return this == CHAR ? "characters" : plural();
  }
}
