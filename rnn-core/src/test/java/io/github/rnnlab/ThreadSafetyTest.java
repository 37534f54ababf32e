package io.github.rnnlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users of the library read in the Javadoc of each type whether threads may share it. */
class ThreadSafetyTest {
  private static final Pattern TYPE =
      Pattern.compile(
          "/\\*\\*((?:(?!\\*/).)*)\\*/\\s+(?:@\\w+(?:\\([^)]*\\))?\\s+)*"
              + "public (?:final |sealed |abstract )*(?:class|record|interface|enum) (\\w+)",
          Pattern.DOTALL);

  private static final Pattern STATEMENT = Pattern.compile("[Tt]hread");

  @ParameterizedTest
  @ValueSource(strings = {"tensor", "parameter", "model", "modelfile", "sample", "train", "random"})
  void everyPublicTypeSaysWhetherThreadsMayShareIt(String name) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of("src/main/java/io/github/rnnlab", name))) {
      files = all.filter(file -> !file.endsWith("package-info.java")).toList();
    }
    List<String> types =
        files.stream().map(ThreadSafetyTest::read).filter(text -> isPublic(text)).toList();
    assertThat(types)
        .isNotEmpty()
        .allSatisfy(text -> assertThat(documentation(text)).containsPattern(STATEMENT));
  }

  @Test
  void aTypeThatSaysNothingIsFound() {
    String text = "package x;\n/** Adds. */\npublic final class Adder {\n  /** On a thread. */\n}";
    assertThat(isPublic(text)).isTrue();
    assertThat(documentation(text)).isEqualTo(" Adds. ").doesNotContainPattern(STATEMENT);
  }

  private static boolean isPublic(String text) {
    return Pattern.compile("^public ", Pattern.MULTILINE).matcher(text).find();
  }

  private static String documentation(String text) {
    Matcher type = TYPE.matcher(text);
    assertThat(type.find()).as(text).isTrue();
    return type.group(1);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
