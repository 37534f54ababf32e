package io.github.rnnlab.maven.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewProjectTest {
  @TempDir private Path temp;

  @Test
  void learnsTheQuickstartsTextByDefault() throws IOException {
    Path quickstart = Path.of("../experiments/quickstart/quickstart.json");
    assertThat(corpus(new NewProject(temp, "first", null, "1")))
        .isEqualTo(
            ExperimentConfigs.parseFile(Files.readString(quickstart), "quickstart.json").corpus());
  }

  @Test
  void namesTheUsersTextByARelativePath() throws IOException {
    Path text = Files.createDirectories(temp.resolve("my texts")).resolve("a \"quoted\" one.txt");
    Files.writeString(text, "text");
    NewProject project = new NewProject(temp.resolve("new/one"), "first", text, "1");
    assertThat(corpus(project).file()).isEqualTo("../../my texts/a \"quoted\" one.txt");
    assertThat(project.files()).doesNotContainKey("speeches.xslt");
  }

  @Test
  void writesAllFiles() throws IOException {
    Path directory = temp.resolve("not/there/yet");
    NewProject project = new NewProject(directory, "first", null, "7.1");
    project.write();
    project
        .files()
        .forEach((file, text) -> assertThat(directory.resolve(file)).content().isEqualTo(text));
    assertThat(project.files().keySet())
        .containsExactly(
            "pom.xml",
            "first.json",
            "speeches.xslt",
            "experiment.schema.json",
            ".gitignore",
            ".gitattributes",
            ".github/workflows/experiments.yml");
    assertThat(project.files().get("pom.xml"))
        .contains("<version>7.1</version>", "<artifactId>yet</artifactId>")
        .doesNotContain("@");
  }

  @Test
  void writesNothingWhereAFileIs() throws IOException {
    Files.writeString(temp.resolve("pom.xml"), "mine");
    Files.createSymbolicLink(temp.resolve(".gitignore"), temp.resolve("nowhere"));
    assertThatThrownBy(() -> new NewProject(temp, "first", null, "1").write())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found pom.xml, .gitignore, expected none of the files")
        .hasMessageContaining("Nothing was written.");
    assertThat(temp.resolve("pom.xml")).content().isEqualTo("mine");
    try (Stream<Path> files = Files.list(temp)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void takesTheConfigsThatAreThere() throws IOException {
    Files.writeString(temp.resolve("mine.json"), "{ \"corpus\": { \"file\": \"mine.txt\" } }");
    assertThat(new NewProject(temp, null, null, "1").files())
        .containsKey("pom.xml")
        .doesNotContainKeys("first.json", "speeches.xslt");
    assertThat(new NewProject(temp, "other", null, "1").files()).containsKey("other.json");
    assertThat(new NewProject(temp.resolve("new"), null, null, "1").files())
        .containsKey("first.json");
  }

  @Test
  void saysWhereItCannotWrite() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "mine");
    assertThatThrownBy(() -> new NewProject(file, "first", null, "1").write())
        .isInstanceOf(BrokenRunException.class)
        .hasMessageContaining("Cannot write " + file.resolve("pom.xml"));
  }

  @Test
  void refusesATextThatIsNotThere() {
    assertThatThrownBy(() -> new NewProject(temp, "first", temp.resolve("no.txt"), "1"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no.txt, which is no file, expected a text file");
  }

  @Test
  void refusesANameThatIsNoneOfAnExperiment() {
    for (String name : List.of("../first", "Verify", "con")) {
      assertThatThrownBy(() -> new NewProject(temp, name, null, "1"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("rnn.config: found the name " + name + ", expected ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tales, tales",
    "My first tales, My-first-tales",
    "..., experiment",
    "日本, experiment"
  })
  void namesTheProjectAfterItsDirectory(String directory, String artifactId) {
    assertThat(new NewProject(temp.resolve(directory), "first", null, "1").files().get("pom.xml"))
        .contains("<artifactId>" + artifactId + "</artifactId>");
  }

  private static ExperimentConfig.Corpus corpus(NewProject project) {
    String json = Objects.requireNonNull(project.files().get("first.json"));
    return Objects.requireNonNull(ExperimentConfigs.parseFile(json, "first.json").corpus());
  }
}
