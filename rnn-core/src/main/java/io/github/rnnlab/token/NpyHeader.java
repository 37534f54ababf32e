package io.github.rnnlab.token;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.content.FileFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The header of NumPy's .npy format, versions 1.0 to 3.0: type, byte order and shape of an integer
 * array in C order.
 *
 * <p>Source: {@code numpy.lib.format}. A file consists of the magic {@code \x93NUMPY}, two version
 * bytes, the length of the header text (2 bytes in version 1, otherwise 4, little-endian), the
 * header text, which is a Python dictionary, and the data.
 *
 * @param type the type of the values
 * @param order the byte order of the values
 * @param shape one or two positive sizes; their product times the width is the size of the data
 * @param dataOffset the position of the first value in the file, in bytes
 */
record NpyHeader(NpyType type, ByteOrder order, List<Long> shape, long dataOffset) {
  /** The length of every header written here, which NumPy writes for one or two sizes, too. */
  static final int WRITTEN_LENGTH = 128;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_TEXT = 1 << 20;
  private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,17}L?");

  /** Returns the bytes before the data of a little-endian array, exactly as NumPy writes them. */
  static byte[] bytes(NpyType type, long... shape) {
    String sizes = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
    String text =
        String.format(
            Locale.ROOT,
            "{'descr': '%s', 'fortran_order': False, 'shape': (%s%s), }",
            type.description(),
            sizes,
            shape.length == 1 ? "," : "");
    byte[] header = new byte[WRITTEN_LENGTH];
    Arrays.fill(header, (byte) ' ');
    System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
    header[6] = 1;
    header[7] = 0;
    header[8] = WRITTEN_LENGTH - 10;
    header[9] = 0;
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(ascii, 0, header, 10, ascii.length);
    header[WRITTEN_LENGTH - 1] = '\n';
    return header;
  }

  /**
   * Reads the header of a file and checks that the file has exactly the size that it states.
   *
   * @throws InvalidInputException if the file is not an integer array as described above
   */
  static NpyHeader read(FileChannel file, Path path) throws IOException {
    byte[] start = bytesAt(file, 0, 12);
    if (!Arrays.equals(Arrays.copyOf(start, MAGIC.length), MAGIC)) {
      throw refused(
          path,
          FileFormat.describe(path).orElse("no .npy magic at its start"),
          "the bytes \\x93NUMPY");
    }
    if (start.length < 12 || start[6] < 1 || start[6] > 3) {
      String version = start.length < 12 ? "a cut-off header" : "format version " + start[6];
      throw refused(path, version, "format version 1.0, 2.0 or 3.0");
    }
    ByteBuffer length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
    int textOffset = start[6] == 1 ? 10 : 12;
    long textLength = start[6] == 1 ? length.getChar(8) : length.getInt(8) & 0xFFFF_FFFFL;
    if (textLength > LONGEST_TEXT || textOffset + textLength > file.size()) {
      throw refused(
          path, "a header of " + textLength + " bytes", "one that fits in the file and in 1 MiB");
    }
    byte[] text = bytesAt(file, textOffset, (int) textLength);
    NpyHeader header =
        parse(new String(text, StandardCharsets.UTF_8), textOffset + textLength, path);
    header.requireDataOf(file.size() - header.dataOffset, path);
    return header;
  }

  private static NpyHeader parse(String text, long dataOffset, Path path) {
    Map<String, String> values;
    try {
      values = NpyDictionary.parse(text);
    } catch (NpyDictionary.Unreadable e) {
      throw refused(path, e.found(), "what np.save writes");
    }
    String descr = values.getOrDefault("descr", "");
    NpyType type =
        Arrays.stream(NpyType.values())
            .filter(t -> descr.matches((t.width() == 1 ? "[|<>]" : "[<>]") + t.code()))
            .findFirst()
            .orElseThrow(
                () ->
                    refused(
                        path,
                        "values of type '" + descr + "'",
                        "one of |u1, |i1, <i2, <u2, <i4, <u4, <i8"));
    if ("True".equals(values.get("fortran_order"))) {
      throw refused(path, "fortran_order True", "rows in C order, as np.ascontiguousarray gives");
    }
    ByteOrder order = descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return new NpyHeader(type, order, shape(values.getOrDefault("shape", ""), path), dataOffset);
  }

  /** Parses the content of a tuple's parentheses. A single size must be followed by a comma. */
  private static List<Long> shape(String text, Path path) {
    List<String> sizes = new ArrayList<>(List.of(text.split(",", -1)));
    boolean isTuple = sizes.size() > 1;
    if (isTuple && sizes.get(sizes.size() - 1).isBlank()) {
      sizes.remove(sizes.size() - 1);
    }
    if (!isTuple || !sizes.stream().allMatch(size -> SIZE.matcher(size.strip()).matches())) {
      throw refused(path, "shape (" + text + ")", "one or two whole numbers of at least 1");
    }
    if (sizes.size() > 2) {
      throw refused(path, "shape (" + text + ")", "one or two dimensions");
    }
    return sizes.stream().map(size -> Long.valueOf(size.strip().replace("L", ""))).toList();
  }

  private void requireDataOf(long bytes, Path path) {
    long perRow = shape.size() == 1 ? 1 : shape.get(1);
    // Sizes are at least 1, so the division says without overflow whether the product is right.
    long values = bytes / type.width();
    boolean fits = bytes % type.width() == 0 && values % perRow == 0;
    if (!fits || values / perRow != shape.get(0) || perRow > Integer.MAX_VALUE) {
      throw refused(
          path,
          bytes + " bytes of data",
          String.format(Locale.ROOT, "shape %s of values of %d bytes", shape, type.width()));
    }
  }

  private static byte[] bytesAt(FileChannel file, long position, int most) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(most);
    while (buffer.hasRemaining() && file.read(buffer, position + buffer.position()) >= 0) {}
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private static InvalidInputException refused(Path path, String found, String expected) {
    return new InvalidInputException(
        path.toString(),
        found.length() <= 200 ? found : found.substring(0, 200) + "…",
        expected,
        "Write the file again; it is damaged or not an array of token ids.");
  }
}
