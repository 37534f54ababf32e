package io.github.rnnlab.content;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A file format that is neither plain text nor bare weights, recognized by the first bytes.
 * Immutable.
 */
public enum FileFormat {
  /** Compressed by gzip. */
  GZIP("a file compressed by gzip", start("\u001f\u008b\b"), decompress("gunzip")),
  /** Compressed by bzip2. */
  BZIP2(
      "a file compressed by bzip2",
      start("BZh").and(bytes -> bytes.has(4, "1AY&SY")),
      decompress("bunzip2")),
  /** Compressed by xz. */
  XZ("a file compressed by xz", start("\u00fd7zXZ\0"), decompress("unxz")),
  /** Compressed by Zstandard. */
  ZSTANDARD("a file compressed by Zstandard", start("(\u00b5/\u00fd"), decompress("unzstd")),
  /** Compressed by LZ4. */
  LZ4("a file compressed by LZ4", start("\u0004\"M\u0018"), decompress("unlz4")),
  /** Compressed by compress, of Unix. */
  COMPRESS("a file compressed by compress", start("\u001f\u009d"), decompress("uncompress")),

  /** What {@code torch.save} writes, as a zip or, in former times, as a pickle. */
  PYTORCH(
      "a PyTorch file, as torch.save writes it",
      zipOf("data.pkl").or(start("\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019")),
      "It holds no text.",
      "Convert it in Python: safetensors.torch.save_file(torch.load(\"FILE\", map_location=\"cpu\","
          + " weights_only=True), \"NEW.safetensors\"), where what was saved is the state of a"
          + " module, as docs/exchange.md says."),
  /** NumPy's arrays in a zip. */
  NPZ(
      "a NumPy .npz file",
      zipOf(".npy"),
      "It holds no text.",
      "Convert it in Python: safetensors.numpy.save_file(dict(numpy.load(\"FILE\")),"
          + " \"NEW.safetensors\"), with the names that docs/exchange.md lists."),
  /** A document of Word, Excel or PowerPoint. */
  OFFICE(
      "a document of Word, Excel or PowerPoint",
      zipOf("[Content_Types].xml")
          .or(zipOf("_rels/"))
          .or(zipOf("word/"))
          .or(zipOf("docProps/"))
          .or(start("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1")),
      "Save it as plain text in UTF-8."),
  /** A document of OpenDocument, or a book in EPUB. */
  BOOK(
      "a document in OpenDocument or EPUB",
      zipOf("mimetype"),
      "Save it as plain text in UTF-8, for example with: pandoc -t plain FILE -o NEW.txt."),
  /** A zip of other content. */
  ZIP(
      "a zip",
      start("PK\u0003\u0004").or(start("PK\u0005\u0006")).or(start("PK\u0007\b")),
      "Unpack it: unzip FILE. A text in a Maven artifact is read as it is, with corpus.artifact.",
      "Unpack it: unzip FILE."),
  /** An archive of 7-Zip. */
  SEVEN_ZIP("an archive of 7-Zip", start("7z\u00bc\u00af'\u001c"), "Unpack it: 7z x FILE."),
  /** An archive of RAR. */
  RAR("an archive of RAR", start("Rar!\u001a\u0007"), "Unpack it: unrar x FILE."),
  /** An archive of tar. */
  TAR("an archive of tar", bytes -> bytes.has(257, "ustar"), "Unpack it: tar -xf FILE."),

  /** A PDF. */
  PDF("a PDF", start("%PDF-"), "Take out its text: pdftotext FILE NEW.txt."),
  /** Text with the formatting of RTF. */
  RTF(
      "a document in RTF",
      start("{\\rtf"),
      "Save it as plain text in UTF-8, for example with: pandoc -f rtf -t plain FILE -o NEW.txt."),
  /** A page description. */
  POSTSCRIPT(
      "a document in PostScript", start("%!PS"), "Take out its text: ps2ascii FILE NEW.txt."),
  /** An image. */
  IMAGE(
      "an image",
      start("\u0089PNG\r\n\u001a\n")
          .or(start("\u00ff\u00d8\u00ff"))
          .or(start("GIF87a"))
          .or(start("GIF89a")),
      "It holds no text."),
  /** What stands in a Git repository for a file that Git LFS keeps elsewhere. */
  GIT_LFS(
      "a pointer of Git LFS, which stands for the file",
      start("version https://git-lfs.github.com/spec/"),
      "Fetch the file itself: git lfs pull."),

  /** A NumPy array. */
  NPY(
      "a NumPy array",
      start("\u0093NUMPY"),
      "Token windows in it are read with prepare.windowsFile.",
      "Convert it in Python: safetensors.numpy.save_file({\"NAME\": numpy.load(\"FILE\")},"
          + " \"NEW.safetensors\"), with the names that docs/exchange.md lists."),
  /** Weights of this project. */
  SAFETENSORS(
      "weights in .safetensors",
      bytes -> bytes.has(4, "\0\0\0\0{"),
      "It holds no text; weights are read with model.initialWeights."),
  /** Models for llama.cpp. */
  GGUF(
      "a model in GGUF",
      start("GGUF").and(bytes -> bytes.has(6, "\0\0")),
      "It holds no text.",
      "GGUF holds no recurrent model of characters: save the original one by"
          + " safetensors.torch.save_file, as docs/exchange.md says."),
  /** An ONNX model: the version of its format, then another field of the message. */
  ONNX(
      "a model in ONNX",
      start("\b")
          .and(bytes -> bytes.at(1) >= 3 && bytes.at(1) <= 30)
          .and(bytes -> bytes.at(2) > 0 && "\u0012\":BrZ".indexOf(bytes.at(2)) >= 0),
      "It holds no text.",
      "A run that rnn:export wrote it from has model.safetensors beside it; of other models,"
          + " convert the initializers in Python: safetensors.numpy.save_file({i.name:"
          + " onnx.numpy_helper.to_array(i) for i in onnx.load(\"FILE\").graph.initializer},"
          + " \"NEW.safetensors\"), with the names that docs/exchange.md lists."),
  /** Keras' weights, among others. */
  HDF5(
      "an HDF5 file",
      start("\u0089HDF\r\n\u001a\n"),
      "It holds no text.",
      "Read its arrays in Python with h5py, and write them with safetensors.numpy.save_file under"
          + " the names that docs/exchange.md lists."),
  /** Python's own format of objects. */
  PICKLE(
      "a Python pickle",
      start("\u0080").and(bytes -> bytes.at(1) >= 2 && bytes.at(1) <= 5),
      "Load it in Python and write the text in UTF-8.",
      "Load it in Python, which runs whatever code it holds, and write its arrays with"
          + " safetensors.numpy.save_file under the names that docs/exchange.md lists."),
  /** A database. */
  SQLITE(
      "an SQLite database",
      start("SQLite format 3\0"),
      "Write the text that you want to learn into a file, with a query."),
  /** A table in columns. */
  PARQUET(
      "a Parquet table",
      start("PAR1"),
      "Write the text that you want to learn into a file, in Python with pandas.read_parquet.");

  private static final String BYTES =
      "To learn the bytes of the file as they are, set prepare.unit to \"byte\".";

  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // All of them are functions of their argument alone.
  private final Predicate<FileStart> matches;

  private final String toText;
  private final String toWeights;

  FileFormat(String description, Predicate<FileStart> matches, String fix) {
    this(description, matches, fix, fix);
  }

  FileFormat(String description, Predicate<FileStart> matches, String toText, String toWeights) {
    this.description = description;
    this.matches = matches;
    this.toText = toText;
    this.toWeights = toWeights;
  }

  /** Recognizes a file by its first bytes; empty for text, and for what is not known. */
  static Optional<FileFormat> of(FileStart start) {
    return Arrays.stream(values()).filter(format -> format.matches.test(start)).findFirst();
  }

  /** Returns what a file is that should be a text, and how to make a text of it. */
  static Optional<Finding> insteadOfText(FileStart start) {
    return of(start).map(format -> new Finding(format.description, format.toText, BYTES));
  }

  /**
   * Returns what a file is that should hold weights in .safetensors, and how to convert it; empty
   * if nothing speaks against it.
   *
   * @throws IOException if it cannot be read
   */
  public static Optional<Finding> insteadOfWeights(Path file) throws IOException {
    FileStart start = FileStart.of(file);
    Optional<FileFormat> format = of(start);
    if (format.isPresent()) {
      return format
          .filter(known -> known != SAFETENSORS)
          .map(known -> new Finding(known.description, known.toWeights, ""));
    }
    String text = start.text(0, 24);
    boolean isText = text.length() > 8 && text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    return isText
        ? Optional.of(
            new Finding(
                "a text that begins with \"" + text + "\"",
                "Correct the path, or download the file again: a server may have sent a page in its"
                    + " place.",
                ""))
        : Optional.empty();
  }

  /** Returns what a file is that should be another one; empty if it is not known. */
  public static Optional<String> describe(Path file) throws IOException {
    return of(FileStart.of(file)).map(format -> format.description);
  }

  private static Predicate<FileStart> start(String latin1) {
    return bytes -> bytes.has(0, latin1);
  }

  /** Matches a zip whose first entry has a part of a name. */
  private static Predicate<FileStart> zipOf(String part) {
    return start("PK\u0003\u0004")
        .and(
            bytes -> {
              int length = bytes.at(26) | bytes.at(27) << Byte.SIZE;
              return bytes.text(30, 30 + Math.max(0, length)).contains(part);
            });
  }

  private static String decompress(String command) {
    return "Decompress it: " + command + " FILE.";
  }
}
