package io.github.rnnlab.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.Fuzz;
import io.github.rnnlab.directory.StagedFiles;
import io.github.rnnlab.directory.WholeDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Damages what this package reads. */
final class FileFuzzTest {
  private enum Side {
    LEFT,
    RIGHT
  }

  private record Part(int x, @Nullable Double loss, String label) {}

  private record Whole(
      long number,
      boolean flag,
      Side side,
      Path path,
      List<Part> parts,
      Map<String, Object> free) {}

  private static final Whole WHOLE =
      new Whole(
          7,
          true,
          Side.LEFT,
          Path.of("a"),
          List.of(new Part(1, 0.5, "a"), new Part(2, null, "")),
          Map.of("a", List.of(1, 2.5, "x", false), "b", Map.of("c", 3)));

  @TempDir private Path directory;

  /** This reader says with exceptions of its own what is wrong; its callers say where. */
  @Test
  void json() throws Exception {
    Fuzz.run(
        "JSON",
        List.of(bytes(Json.pretty(WHOLE)), bytes(Json.line(WHOLE))),
        input -> {
          String text = new String(input, StandardCharsets.UTF_8);
          try {
            JsonNode tree = Json.tree(text);
            assertThat(Json.line(Json.tree(Json.line(tree)))).isEqualTo(Json.line(tree));
          } catch (JacksonException e) {
            assertThat(e.getOriginalMessage()).isNotBlank();
          }
          try {
            Whole read = Json.read(text, Whole.class);
            assertThat(read.parts()).doesNotContainNull();
            assertThat(Json.read(Json.line(read), Whole.class)).isEqualTo(read);
          } catch (JacksonException e) {
            assertThat(e.getOriginalMessage()).isNotBlank();
          }
        });
  }

  @Test
  void commitMarks() throws Exception {
    Path run = directory.resolve("run");
    Path mark = run.resolve(".staged").resolve("commit.json");
    Path staged = run.resolve(".staged").resolve("files");
    Path outside = Files.writeString(directory.resolve("outside.txt"), "mine");
    Fuzz.run(
        "commit marks",
        List.of(
            bytes(
                Json.pretty(
                    Map.of(
                        "kept", Map.of("was.txt", "kept/was.txt"),
                        "files", List.of("a.txt", "b/c.txt"),
                        "returned", Map.of("kept/back.txt", "back.txt"),
                        "removals", List.of("old.txt"))))),
        input -> {
          Files.createDirectories(staged.resolve("b"));
          Files.writeString(staged.resolve("a.txt"), "a");
          Files.writeString(staged.resolve("b").resolve("c.txt"), "c");
          Files.createDirectories(run.resolve("kept"));
          Files.writeString(run.resolve("kept").resolve("back.txt"), "back");
          Files.writeString(run.resolve("was.txt"), "was");
          Files.writeString(run.resolve("old.txt"), "old");
          Files.write(mark, input);
          try {
            StagedFiles.settle(run);
            assertThat(mark).doesNotExist();
          } finally {
            assertThat(outside).hasContent("mine");
            WholeDirectory.remove(run);
          }
        });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
