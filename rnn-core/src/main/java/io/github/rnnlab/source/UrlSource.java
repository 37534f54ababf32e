package io.github.rnnlab.source;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.Interruption;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text on the web, downloaded once per user and cached under its hash. An interrupted download
 * resumes; processes that need the same text wait for each other.
 *
 * @param url the http or https address of the text
 * @param sha256 the expected SHA-256
 * @param cacheDirectory the directory of downloads, named {@code <sha256>}; created if needed
 * @param offline whether to use only the cache
 */
public record UrlSource(URI url, String sha256, Path cacheDirectory, boolean offline)
    implements CorpusSource {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

  /** Checks the address and the form of the hash. */
  public UrlSource(URI url, @Nullable String sha256, Path cacheDirectory, boolean offline) {
    String scheme = String.valueOf(url.getScheme());
    if (!scheme.matches("(?i)https?") || url.getHost() == null) {
      throw new InvalidInputException(
          "corpus.url",
          "\"" + PublicAddress.of(url) + "\"",
          "an address that begins with https://host or http://host",
          "Use corpus.file for a file on this machine.");
    }
    this.url = url;
    this.sha256 = ExpectedHash.required(sha256, PublicAddress.of(url));
    this.cacheDirectory = cacheDirectory;
    this.offline = offline;
  }

  @Override
  public Path fetch(Path workDirectory) {
    Path cached = cacheDirectory.resolve(sha256);
    if (isWhole(cached)) {
      return cached;
    }
    if (offline) {
      throw new InvalidInputException(
          "corpus.url",
          "offline mode, and no whole copy of " + PublicAddress.of(url) + " in " + cacheDirectory,
          "a downloaded copy",
          "Run once without -o, or give the text with -Drnn.corpus=PATH.");
    }
    try {
      Files.createDirectories(cacheDirectory);
      FileGuard.holding(
          cacheDirectory.resolve(sha256 + ".lock"),
          () -> {
            // Another process may have brought it while this one waited.
            if (!isWhole(cached)) {
              download(cached);
            }
          });
      return cached;
    } catch (IOException e) {
      Interruption.rethrow(e);
      throw new BrokenRunException(
          "Cannot keep "
              + PublicAddress.of(url)
              + " in "
              + cacheDirectory
              + " ("
              + e
              + "); free space on the disk or make the directory writable.",
          e);
    }
  }

  /** The stated hash stands for the text: no other text is ever taken. */
  @Override
  public List<InputFile> inputs() {
    return List.of(new InputFile("corpus.url", PublicAddress.of(url), sha256));
  }

  private void download(Path cached) throws IOException {
    Path part = cached.resolveSibling(sha256 + ".part");
    Download download = new Download(url, part, FIRST_PAUSE, LONGEST_SILENCE);
    boolean resumed = Files.exists(part);
    download.run();
    String found = ExpectedHash.of(part);
    if (!found.equals(sha256) && resumed) {
      // What an earlier run left may be of another version of the text.
      Files.delete(part);
      download.run();
      found = ExpectedHash.of(part);
    }
    if (!found.equals(sha256)) {
      Files.delete(part);
      throw ExpectedHash.mismatch(found, PublicAddress.of(url), sha256);
    }
    Files.move(part, cached, StandardCopyOption.REPLACE_EXISTING);
  }

  private boolean isWhole(Path cached) {
    return Files.isRegularFile(cached) && ExpectedHash.of(cached).equals(sha256);
  }
}
