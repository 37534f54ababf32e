package io.github.rnnlab.token;

import java.nio.ByteBuffer;

/** An integer type of an .npy file. */
public enum NpyType {
  /** One byte, unsigned. */
  UINT8("u1", 1, 1L << 8),

  /** One byte, signed. */
  INT8("i1", 1, 1L << 7),

  /** Two bytes, signed. */
  INT16("i2", 2, 1L << 15),

  /** Two bytes, unsigned. */
  UINT16("u2", 2, 1L << 16),

  /** Four bytes, signed. */
  INT32("i4", 4, 1L << 31),

  /** Four bytes, unsigned. */
  UINT32("u4", 4, 1L << 32),

  /** Eight bytes, signed. */
  INT64("i8", 8, Long.MAX_VALUE);

  private final String code;
  private final int width;
  private final long capacity;

  NpyType(String code, int width, long capacity) {
    this.code = code;
    this.width = width;
    this.capacity = capacity;
  }

  /** Returns kind and width, such as {@code u1}, which follow the byte order in a header. */
  String code() {
    return code;
  }

  /** Returns the bytes per value. */
  int width() {
    return width;
  }

  /** Returns the number of distinct ids, from 0 on, that the type can hold. */
  long capacity() {
    return capacity;
  }

  /** Returns NumPy's name of the little-endian type, such as {@code <i2}. */
  String description() {
    return (width == 1 ? "|" : "<") + code;
  }

  /**
   * Returns the smallest type for ids below {@code symbols}. Types of more than one byte are
   * signed, because PyTorch before 2.3 has no unsigned words.
   */
  public static NpyType smallestFor(long symbols) {
    if (symbols <= UINT8.capacity) {
      return UINT8;
    }
    return symbols <= INT16.capacity ? INT16 : INT32;
  }

  /** Returns the value at an element index, in the buffer's byte order. */
  long value(ByteBuffer source, int element) {
    int at = element * width;
    return switch (this) {
      case UINT8 -> source.get(at) & 0xFF;
      case INT8 -> source.get(at);
      case INT16 -> source.getShort(at);
      case UINT16 -> source.getChar(at);
      case INT32 -> source.getInt(at);
      case UINT32 -> source.getInt(at) & 0xFFFF_FFFFL;
      case INT64 -> source.getLong(at);
    };
  }

  /**
   * Returns a value as an id: the value itself, or -1, which is never an id, if it is not an int.
   */
  static int id(long value) {
    return value == (int) value ? (int) value : -1;
  }

  /** Copies {@code count} ids from an element index on. Each type has a loop of its own. */
  void read(ByteBuffer source, int element, int[] target, int offset, int count) {
    int at = element * width;
    switch (this) {
      case UINT8 -> {
        for (int i = 0; i < count; i++) {
          target[offset + i] = source.get(at + i) & 0xFF;
        }
      }
      case INT16 -> {
        for (int i = 0; i < count; i++) {
          target[offset + i] = source.getShort(at + 2 * i);
        }
      }
      case INT32 -> {
        for (int i = 0; i < count; i++) {
          target[offset + i] = source.getInt(at + 4 * i);
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          target[offset + i] = id(value(source, element + i));
        }
      }
    }
  }

  /**
   * Writes {@code count} ids from {@code offset} on as little-endian values, starting at byte 0.
   */
  void write(int[] ids, int offset, int count, byte[] target) {
    switch (width) {
      case 1 -> {
        for (int i = 0; i < count; i++) {
          target[i] = (byte) ids[offset + i];
        }
      }
      case 2 -> {
        for (int i = 0; i < count; i++) {
          target[2 * i] = (byte) ids[offset + i];
          target[2 * i + 1] = (byte) (ids[offset + i] >> 8);
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          for (int b = 0; b < width; b++) {
            target[width * i + b] = (byte) ((long) ids[offset + i] >> (8 * b));
          }
        }
      }
    }
  }
}
