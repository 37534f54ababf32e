package io.github.rnnlab.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.Fuzz;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages what this package recognizes, which it then recognizes as something else or not. */
final class ContentFuzzTest {
  @TempDir private Path directory;

  @Test
  void starts() throws Exception {
    Path file = directory.resolve("file");
    Fuzz.run(
        "starts of files",
        List.of(
            "PK\3\4............................\22\0archive/data.pkl.."
                .getBytes(StandardCharsets.ISO_8859_1),
            "to be or not to be".getBytes(StandardCharsets.UTF_16LE),
            "\u00e9t\u00e9 fran\u00e7ais".getBytes(StandardCharsets.ISO_8859_1)),
        input -> {
          Files.write(file, input);
          assertSaid(EncodingGuess.insteadOfText(input, input.length).orElse(null));
          assertSaid(FileFormat.insteadOfWeights(file).orElse(null));
          if (input.length > 0) {
            assertSaid(EncodingGuess.ofFault(input, input.length, 5, false, true));
          }
        });
  }

  private static void assertSaid(@Nullable Finding finding) {
    if (finding != null) {
      assertThat(finding.found()).isNotBlank();
      assertThat(finding.conversion()).endsWith(".");
    }
  }
}
