package io.github.rnnlab.text;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.content.TextEncoding;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns the bytes of a file from its encoding into UTF-8, chunk by chunk, without any loss. */
final class Transcoder {
  private static final int CHUNK = 1 << 16;
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final TextEncoding encoding;
  private final HashedFile file;
  private final ByteBuffer in = ByteBuffer.allocate(CHUNK).flip();
  private final CharBuffer characters = CharBuffer.allocate(CHUNK).flip();
  private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
  private @Nullable CharsetDecoder decoder;
  private boolean ended;

  Transcoder(TextEncoding encoding, HashedFile file) {
    this.encoding = encoding;
    this.file = file;
  }

  /**
   * Fills a buffer from its position on, up to less than a character, unless the text ends before.
   *
   * @return whether the text has ended
   */
  boolean fill(ByteBuffer out) {
    while (true) {
      CoderResult result = encoder.encode(characters, out, ended && !in.hasRemaining());
      if (result.isError()) {
        throw malformed("half of a surrogate pair before offset " + offset());
      }
      if (result.isOverflow()) {
        return false;
      }
      if (ended && !in.hasRemaining()) {
        return true;
      }
      decode();
    }
  }

  private void decode() {
    in.compact();
    ended |= file.fill(in);
    in.flip();
    if (decoder == null) {
      decoder = start();
    }
    characters.compact();
    CoderResult result = decoder.decode(in, characters, ended);
    characters.flip();
    if (result.isError()) {
      int value = in.get(in.position()) & 0xFF;
      throw malformed(String.format(Locale.ROOT, "byte 0x%02X at offset %d", value, offset()));
    }
  }

  /** Returns the decoder of the text, and skips its byte order mark. */
  private CharsetDecoder start() {
    boolean little = isMark(true);
    if (encoding.dropsMark() && (little || isMark(false))) {
      in.position(mark(little).length);
    } else if (encoding.requiresMark()) {
      throw new InvalidInputException(
          file.name(),
          "no byte order mark",
          "one that begins a text in " + encoding.name(),
          "Set corpus.encoding to \"" + encoding.name() + "le\" or \"" + encoding.name() + "be\".");
    }
    return encoding
        .charset(little)
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  private boolean isMark(boolean little) {
    byte[] mark = mark(little);
    return in.limit() >= mark.length && in.slice(0, mark.length).equals(ByteBuffer.wrap(mark));
  }

  private byte[] mark(boolean little) {
    return Character.toString(BYTE_ORDER_MARK).getBytes(encoding.charset(little));
  }

  private long offset() {
    return file.bytes() - in.remaining();
  }

  private InvalidInputException malformed(String found) {
    return new InvalidInputException(
        file.name(),
        found + ", which begins no character of " + encoding.name(),
        "a text in " + encoding.name() + ", as corpus.encoding says",
        "Correct corpus.encoding, or the file there.");
  }
}
