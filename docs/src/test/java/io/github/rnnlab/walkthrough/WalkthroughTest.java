package io.github.rnnlab.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.walkthrough.Walkthrough.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Runs {@code walkthrough.md} as its reader does, and compares what it prints and draws with the
 * text and the pictures. With {@code -Dwalkthrough.write}, it first writes both anew, and the
 * notebook.
 */
class WalkthroughTest {
  private static final String ANEW =
      "if the change is meant, this writes the text's outputs, the pictures and the notebook anew:"
          + " mvn integration-test -pl docs -am -Dinvoker.skip -Dtest=WalkthroughTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dwalkthrough.write";

  private static final Path DOCS = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();
  private static final Path TEXT = DOCS.resolve("walkthrough.md");
  private static final Path NOTEBOOK = DOCS.resolve("walkthrough.ipynb");
  private static final String JAR = "target/walkthrough.jar";
  private static final Path DRAWN = DOCS.resolve("target/walkthrough");

  private static List<String> printed = List.of();

  @BeforeAll
  static void runIt() throws IOException, InterruptedException {
    deleteDrawn();
    Walkthrough walkthrough = read();
    printed =
        new Shell(DOCS, DOCS.resolve(JAR))
            .run(walkthrough.code().stream().map(Code::code).toList());
    if (System.getProperty("walkthrough.write") != null) {
      Files.writeString(TEXT, walkthrough.printing(printed).markdown());
      for (String picture : walkthrough.pictures()) {
        Files.write(shown(picture), Files.readAllBytes(DRAWN.resolve(picture)));
      }
      Files.writeString(NOTEBOOK, Notebook.of(read(), JAR, DOCS));
    }
  }

  @Test
  void printsWhatTheTextShows() throws IOException {
    List<Code> blocks = read().code();
    assertThat(blocks).hasSizeGreaterThan(10).hasSameSizeAs(printed);
    for (int i = 0; i < blocks.size(); i++) {
      assertThat(printed.get(i))
          .as("the output of block %d,%n%s%n%s", i + 1, blocks.get(i).code(), ANEW)
          .isEqualTo(blocks.get(i).output());
    }
  }

  @Test
  void drawsThePicturesThatTheTextShows() throws IOException {
    List<String> pictures = read().pictures();
    assertThat(pictures).isNotEmpty();
    for (String picture : pictures) {
      assertThat(Files.readString(DRAWN.resolve(picture)))
          .as("%s; %s", picture, ANEW)
          .isEqualTo(Files.readString(shown(picture)));
    }
  }

  @Test
  void theNotebookIsTheTextInCells() throws IOException {
    assertThat(Files.readString(NOTEBOOK))
        .as("%s; %s", NOTEBOOK.getFileName(), ANEW)
        .isEqualTo(Notebook.of(read(), JAR, DOCS));
  }

  @Test
  void theTextIsWrittenAsItIsRead() throws IOException {
    assertThat(read().markdown()).as(ANEW).isEqualTo(Files.readString(TEXT));
  }

  private static Walkthrough read() throws IOException {
    return Walkthrough.parse(Files.readString(TEXT));
  }

  private static Path shown(String picture) {
    return DOCS.resolve("images/walkthrough-" + picture);
  }

  /** A former run would be up to date, and would not train again. */
  private static void deleteDrawn() throws IOException {
    if (Files.exists(DRAWN)) {
      try (Stream<Path> files = Files.walk(DRAWN)) {
        for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
