package io.github.rnnlab.source;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.NearestName;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The text in entries of a jar or zip file, such as a resolved Maven artifact, concatenated in
 * order. XML entries go through a stylesheet; all others are copied byte by byte.
 *
 * @param archive the jar or zip file
 * @param coordinates the configured coordinates, for messages
 * @param entries the names of the entries to read, in order; at least one
 * @param stylesheet an XSLT 1.0 stylesheet that turns XML into text; null if no entry is XML
 */
public record ArtifactSource(
    Path archive, String coordinates, List<String> entries, @Nullable Path stylesheet)
    implements CorpusSource {
  /** Checks that there is at least one entry. */
  public ArtifactSource {
    entries = List.copyOf(entries);
    if (entries.isEmpty()) {
      throw new InvalidInputException(
          "corpus.entries",
          "no entry",
          "at least one path inside " + coordinates,
          "List the entries that make up the text.");
    }
  }

  /** Writes the text to {@code <archive's name>.txt} in the directory, anew each time. */
  @Override
  public Path fetch(Path workDirectory) {
    String name = String.valueOf(archive.getFileName()).replaceFirst("\\.(jar|zip)$", "");
    Path text = workDirectory.resolve(name + ".txt");
    try (ZipFile zip = open()) {
      List<ZipEntry> found = new ArrayList<>();
      for (String entry : entries) {
        found.add(find(zip, entry));
      }
      for (ZipEntry entry : found) {
        requireWhole(zip, entry);
      }
      XmlToText xml = entries.stream().anyMatch(ArtifactSource::isXml) ? xmlToText() : null;
      AtomicFile.write(
          text,
          channel -> {
            OutputStream out = Channels.newOutputStream(channel);
            for (ZipEntry entry : found) {
              copy(zip, entry, xml, out);
            }
          });
    } catch (IOException e) {
      throw unreadable(e);
    }
    return text;
  }

  @Override
  public List<InputFile> inputs() {
    List<InputFile> inputs = new ArrayList<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (String entry : entries) {
        inputs.add(input(entry, sha256(zip, entry)));
      }
    } catch (IOException e) {
      Interruption.rethrow(e);
      inputs.clear();
      entries.forEach(entry -> inputs.add(input(entry, InputFile.UNREADABLE)));
    }
    if (stylesheet != null) {
      inputs.add(InputFile.of("corpus.stylesheet", stylesheet));
    }
    return inputs;
  }

  private InputFile input(String entry, String sha256) {
    return new InputFile("corpus.entries " + entry, archive + "!/" + entry, sha256);
  }

  private static String sha256(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      return InputFile.UNREADABLE;
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return Sha256.of(in);
    }
  }

  private ZipFile open() throws IOException {
    if (!Files.isRegularFile(archive)) {
      throw refusedArchive("no file at " + archive, null);
    }
    try {
      return new ZipFile(archive.toFile());
    } catch (ZipException e) {
      throw refusedArchive(archive + ", which is no zip: " + e.getMessage(), e);
    }
  }

  private ZipEntry find(ZipFile zip, String name) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null || entry.isDirectory()) {
      List<String> present =
          zip.stream().filter(e -> !e.isDirectory()).map(ZipEntry::getName).toList();
      throw new InvalidInputException(
          "corpus.entries",
          "\"" + name + "\", which is not in " + coordinates,
          "an entry of it",
          NearestName.to(name, present).map(near -> "Did you mean \"" + near + "\"? ").orElse("")
              + "Correct the entry; jar tf "
              + archive
              + " lists all of them.");
    }
    return entry;
  }

  /** Checks the checksum of an entry, which the JDK does not do. */
  private void requireWhole(ZipFile zip, ZipEntry entry) throws IOException {
    CRC32 crc = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), crc)) {
      long bytes = in.transferTo(OutputStream.nullOutputStream());
      if (crc.getValue() != entry.getCrc() || bytes != entry.getSize()) {
        throw new ZipException("its checksum or its size is not the one that the archive states");
      }
    } catch (ZipException | EOFException e) {
      throw refusedArchive("a damaged entry " + entry.getName() + ": " + e.getMessage(), e);
    }
  }

  private XmlToText xmlToText() {
    if (stylesheet == null) {
      throw new InvalidInputException(
          "corpus.stylesheet",
          "nothing",
          "an XSLT stylesheet, as some of corpus.entries are XML",
          "Name a stylesheet that makes text of them.");
    }
    return XmlToText.compile(stylesheet);
  }

  private void copy(ZipFile zip, ZipEntry entry, @Nullable XmlToText xml, OutputStream out)
      throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      if (xml != null && isXml(entry.getName())) {
        xml.transform(in, coordinates + "!/" + entry.getName(), out);
      } else {
        in.transferTo(out);
      }
    }
  }

  private static boolean isXml(String entry) {
    return entry.toLowerCase(Locale.ROOT).endsWith(".xml");
  }

  private InvalidInputException refusedArchive(String found, @Nullable IOException cause) {
    String fix = "Delete it from the local repository and run again, or correct the coordinates.";
    String expected = "the jar or zip of " + coordinates;
    return cause == null
        ? new InvalidInputException("corpus.artifact", found, expected, fix)
        : new InvalidInputException("corpus.artifact", found, expected, fix, cause);
  }

  private BrokenRunException unreadable(IOException e) {
    Interruption.rethrow(e);
    return new BrokenRunException("Cannot read " + archive + " (" + e + "). Make it readable.", e);
  }
}
