package io.github.rnnlab.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FileFormatTest {
  @TempDir private Path directory;

  @Test
  void saysWhatACompressedTextIsAndHowToDecompressIt() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write("to be or not to be".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(text(bytes.toByteArray()).refusalOfCorpus("play.txt.gz"))
        .hasMessage(
            "play.txt.gz: found a file compressed by gzip, expected text in UTF-8. Decompress it:"
                + " gunzip FILE. To learn the bytes of the file as they are, set prepare.unit to"
                + " \"byte\".");
  }

  @ParameterizedTest
  @CsvSource({
    "'BZh91AY&SY...', bzip2, bunzip2",
    "'\u00fd7zXZ\0...', xz, unxz",
    "'(\u00b5/\u00fd...', Zstandard, unzstd",
    "'\u0004\"M\u0018...', LZ4, unlz4",
    "'\u001f\u009d...', compress, uncompress",
    "'7z\u00bc\u00af''\u001c...', 7-Zip, 7z x",
    "'Rar!\u001a\u0007...', RAR, unrar x",
    "'%PDF-1.7...', PDF, pdftotext",
    "'{\\rtf1...', RTF, pandoc",
    "'%!PS-Adobe...', PostScript, ps2ascii",
    "'\u0089PNG\r\n\u001a\n...', image, no text",
    "'\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1...', Word, plain text",
    "'version https://git-lfs.github.com/spec/v1...', Git LFS, git lfs pull",
    "'SQLite format 3\0...', SQLite, query",
    "'\u0093NUMPY...', NumPy, prepare.windowsFile"
  })
  void recognizesWhatIsNoText(String start, String named, String fix) {
    Finding finding = text(start.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(finding.found()).contains(named);
    assertThat(finding.conversion()).contains(fix);
    assertThat(finding.setting()).contains("prepare.unit to \"byte\"");
  }

  @Test
  void recognizesAnArchiveOfTar() {
    byte[] tar = new byte[512];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
    assertThat(text(tar).found()).isEqualTo("an archive of tar");
  }

  @ParameterizedTest
  @CsvSource({
    "plays/hamlet.txt, a zip, unzip FILE",
    "[Content_Types].xml, a document of Word, plain text in UTF-8",
    "mimetype, a document in OpenDocument or EPUB, pandoc"
  })
  void tellsZipsByTheirFirstEntry(String entry, String found, String fix) throws IOException {
    Finding finding = text(zip(entry));
    assertThat(finding.found()).startsWith(found);
    assertThat(finding.conversion()).contains(fix);
  }

  @ParameterizedTest
  @CsvSource({
    "archive/data.pkl, a PyTorch file, 'torch.load(\"FILE\"'",
    "weight.npy, a NumPy .npz file, 'save_file(dict(numpy.load(\"FILE\"))'",
    "model.txt, a zip, unzip FILE"
  })
  void saysHowToConvertWeightsInAZip(String entry, String found, String fix) throws IOException {
    Finding finding = weights(zip(entry));
    assertThat(finding.found()).startsWith(found);
    assertThat(finding.conversion()).contains(fix);
  }

  @ParameterizedTest
  @CsvSource({
    "'\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019', a PyTorch file, torch.load",
    "'\u0080\u0004\u0095\0\0', a Python pickle, Load it in Python",
    "'\u001f\u008b\b\0', a file compressed by gzip, gunzip FILE",
    "'\b\u0007\u0012\u0007pytorch', a model in ONNX, onnx.load",
    "'GGUF\u0003\0\0\0', a model in GGUF, GGUF holds no recurrent model",
    "'\u0093NUMPY\u0001\0', a NumPy array, numpy.load",
    "'\u0089HDF\r\n\u001a\n', an HDF5 file, h5py",
    "'<!DOCTYPE html><html>', 'a text that begins with \"<!DOCTYPE html><html>\"', download",
    "'version https://git-lfs.github.com/spec/v1', a pointer of Git LFS, git lfs pull"
  })
  void saysWhatIsNoSafetensorsFile(String start, String found, String fix) throws IOException {
    Finding finding = weights(start.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(finding.found()).startsWith(found);
    assertThat(finding.conversion()).contains(fix);
  }

  @ParameterizedTest
  @CsvSource({"To be", "PK", "BZh", "{}", "<play>", "GGUF is a format", "'\u00fd7z'", "''"})
  void leavesTextsAlone(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(EncodingGuess.insteadOfText(bytes, bytes.length)).isEmpty();
  }

  private static byte[] zip(String entry) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(1);
    }
    return bytes.toByteArray();
  }

  private static Finding text(byte[] bytes) {
    return EncodingGuess.insteadOfText(bytes, bytes.length).orElseThrow();
  }

  private Finding weights(byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve("weights.safetensors"), bytes);
    return FileFormat.insteadOfWeights(file).orElseThrow();
  }
}
