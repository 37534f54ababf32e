package io.github.rnnlab.corpus;

import io.github.rnnlab.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * Tokens that are bytes: the distinct ones of a corpus in ascending order; a byte's id is its rank,
 * from 0. A text in ASCII has the ids of its characters. Immutable.
 */
public final class ByteVocabulary implements Tokenizer {
  static final int BYTES = 1 << Byte.SIZE;

  private final byte[] bytes;
  private final int[] idOfByte = new int[BYTES];

  /** Takes at least two bytes in ascending order, as numbers from 0 to 255. */
  private ByteVocabulary(int[] ascending) {
    bytes = new byte[ascending.length];
    Arrays.fill(idOfByte, -1);
    for (int id = 0; id < bytes.length; id++) {
      bytes[id] = (byte) ascending[id];
      idOfByte[ascending[id]] = id;
    }
  }

  /** Refuses a file of one distinct byte. */
  public static void requireTwo(boolean[] present, String where) {
    int distinct = 0;
    for (boolean one : present) {
      distinct += one ? 1 : 0;
    }
    Vocabulary.requireTwo(distinct, TokenUnit.BYTE, where);
  }

  /** Returns the vocabulary of all bytes that are present, of which there are at least two. */
  public static ByteVocabulary of(boolean[] present) {
    int[] ascending = new int[BYTES];
    int size = 0;
    for (int value = 0; value < BYTES; value++) {
      if (present[value]) {
        ascending[size++] = value;
      }
    }
    return new ByteVocabulary(Arrays.copyOf(ascending, size));
  }

  /** Reads a list of ascending numbers from 0 to 255. */
  static ByteVocabulary of(JsonNode list, String where) {
    int[] ascending = new int[list.size()];
    int last = -1;
    for (int id = 0; id < ascending.length; id++) {
      JsonNode value = list.get(id);
      if (!value.isInt() || value.intValue() <= last || value.intValue() >= BYTES) {
        throw new InvalidInputException(
            where + "[" + id + "]",
            VocabularyFile.shown(value),
            "distinct whole numbers from 0 to 255 in ascending order",
            "Prepare the corpus again.");
      }
      last = value.intValue();
      ascending[id] = last;
    }
    Vocabulary.requireTwo(ascending.length, TokenUnit.BYTE, where);
    return new ByteVocabulary(ascending);
  }

  @Override
  public TokenUnit unit() {
    return TokenUnit.BYTE;
  }

  @Override
  public int size() {
    return bytes.length;
  }

  @Override
  public String symbol(int id) {
    return bytes[id] >= 0 ? String.valueOf((char) bytes[id]) : describe(bytes[id]);
  }

  @Override
  public List<Integer> symbols() {
    List<Integer> symbols = new ArrayList<>();
    for (byte value : bytes) {
      symbols.add(value & 0xFF);
    }
    return List.copyOf(symbols);
  }

  @Override
  public boolean contains(String symbol) {
    byte[] utf8 = symbol.getBytes(StandardCharsets.UTF_8);
    return utf8.length == 1 && idOfByte[utf8[0] & 0xFF] >= 0;
  }

  /** Returns the id of each byte, by its value from 0 to 255; -1 for those that do not occur. */
  public int[] ids() {
    return idOfByte.clone();
  }

  /** One id per byte of the text in UTF-8. */
  @Override
  public int[] encode(String text, String where) {
    return encode(
        text.getBytes(StandardCharsets.UTF_8),
        where,
        ", in UTF-8",
        "Leave its character out, or train on a corpus that has it.");
  }

  /**
   * Returns the ids of bytes.
   *
   * @param where the file that holds them
   * @throws InvalidInputException naming the first byte that is no token
   */
  public int[] encode(byte[] file, String where) {
    return encode(file, where, "", "Leave it out, or train on a corpus that has it.");
  }

  private int[] encode(byte[] all, String where, String encoding, String fix) {
    int[] ids = new int[all.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = idOfByte[all[i] & 0xFF];
      if (ids[i] < 0) {
        throw new InvalidInputException(
            where,
            describe(all[i]) + " as byte " + (i + 1) + " of " + ids.length + encoding,
            "bytes of the corpus, which has " + size() + " of the " + BYTES,
            fix);
      }
    }
    return ids;
  }

  /** A character for each byte. */
  @Override
  public Charset charset() {
    return StandardCharsets.ISO_8859_1;
  }

  @Override
  public Decoder byteDecoder() {
    return new Decoder() {
      @Override
      public String read(int id) {
        return String.valueOf((char) (bytes[id] & 0xFF));
      }

      @Override
      public String end() {
        return "";
      }
    };
  }

  /** Reads the bytes as UTF-8, with U+FFFD in place of what is not. */
  @Override
  public Decoder decoder() {
    return new Utf8Decoder();
  }

  private final class Utf8Decoder implements Decoder {
    private final CharsetDecoder utf8 =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer incomplete = ByteBuffer.allocate(8);
    private final CharBuffer text = CharBuffer.allocate(16);

    @Override
    public String read(int id) {
      incomplete.put(bytes[id]).flip();
      return decode(false);
    }

    @Override
    public String end() {
      incomplete.flip();
      String last = decode(true);
      utf8.reset();
      return last;
    }

    private String decode(boolean isAll) {
      utf8.decode(incomplete, text.clear(), isAll);
      incomplete.compact();
      return text.flip().toString();
    }
  }

  public static String describe(byte value) {
    return String.format(Locale.ROOT, "0x%02X", value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteVocabulary that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Vocabulary of " + bytes.length + " bytes";
  }
}
