package io.github.rnnlab.source;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.content.LineEnds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text file of the user, read in place.
 *
 * @param file the text in UTF-8
 * @param sha256 the expected SHA-256 of the file; null to accept any content
 */
public record FileSource(Path file, @Nullable String sha256) implements CorpusSource {
  /** Checks the form of the hash. */
  public FileSource {
    sha256 = sha256 == null ? null : ExpectedHash.required(sha256, file.toString());
  }

  @Override
  public Path fetch(Path workDirectory) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "corpus.file",
          (Files.isDirectory(file) ? "a directory at " : "no file at ") + file.toAbsolutePath(),
          "a text file in UTF-8",
          "Correct the path; -Drnn.corpus=PATH replaces it for one run.");
    }
    if (sha256 != null) {
      String found = ExpectedHash.of(file);
      if (!found.equals(sha256)) {
        String of = file.toString();
        String expected = sha256;
        throw LineEnds.changedByGit(file, expected)
            .map(fix -> ExpectedHash.mismatch(found, of, expected, fix))
            .orElseGet(() -> ExpectedHash.mismatch(found, of, expected));
      }
    }
    return file;
  }

  @Override
  public List<InputFile> inputs() {
    return List.of(InputFile.of("corpus.file", file));
  }
}
