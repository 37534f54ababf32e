package io.github.rnnlab.text;

import io.github.rnnlab.content.TextEncoding;

/**
 * How the bytes of a file become characters. Immutable.
 *
 * @param encoding the encoding of the file
 * @param lineFeeds whether each carriage return, with a line feed after it or without one, becomes
 *     a line feed
 */
public record TextForm(TextEncoding encoding, boolean lineFeeds) {
  /** UTF-8, with every character as it is. */
  public static final TextForm PLAIN = new TextForm(TextEncoding.UTF_8, false);
}
