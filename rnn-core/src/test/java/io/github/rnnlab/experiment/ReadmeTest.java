package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.sample.TextModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the README's code as it is printed there, in a JVM without any flags. */
class ReadmeTest {
  private static final Pattern SNIPPET = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path directory;

  @Test
  void itsCodeRunsAsPrinted() throws Exception {
    Path project = Path.of(System.getProperty("basedir", "."), "..");
    List<String> snippets = snippets(Files.readString(project.resolve("README.md")));
    assertThat(snippets).hasSize(2);
    Files.copy(project.resolve("LICENSE"), directory.resolve("my-text.txt"));
    Files.writeString(
        directory.resolve("first.json"),
        """
        {
          "corpus": {"file": "my-text.txt"},
          "prepare": {"sequenceLength": 25},
          "model": {"hiddenSize": 16},
          "training": {"epochs": 2},
          "backend": {"name": "auto"}
        }
        """);

    List<String> trained = run(snippets.get(0), "Train");
    List<String> written = run(snippets.get(1), "Write");
    String fromClassPath =
        snippets
            .get(1)
            .replace(
                "load(Path.of(\"run/model.safetensors\"))",
                "loadResource(\"/run/model.safetensors\", Load.class)");
    assertThat(fromClassPath).isNotEqualTo(snippets.get(1));
    assertThat(run(fromClassPath, "Load")).isEqualTo(written);

    RunFiles files = new RunFiles(directory.resolve("run"));
    RunReport report = RunReport.read(files.report());
    assertThat(trained)
        .startsWith("1: " + report.epochs().get(0).trainingLoss())
        .contains("2: " + report.epochs().get(1).trainingLoss())
        .endsWith(report.parameters() + " parameters, " + report.steps() + " steps");
    assertThat(String.join("\n", written)).startsWith("Once upon a time").hasSize(16 + 200);
  }

  /** The goal and the library write the same. */
  @Test
  void generatesWhatTheGoalGenerates() throws IOException {
    PlayRun run = PlayRun.in(directory);
    ExperimentConfig config =
        PlayRun.config("generation.seed=42", "generation.length=150", "training.keepBest=false");
    run.train("out", config);
    String sample = Files.readString(new RunFiles(directory.resolve("out")).sample());
    ExperimentConfig.Generation generation = config.generation();

    Path model = directory.resolve("out/model.safetensors");
    assertThat(
            TextModel.load(model).generate(generation.prompt(), 150, generation.temperature(), 42))
        .isEqualTo(sample);
  }

  @Test
  void saysWhereAModelIsMissingOnTheClassPath() {
    assertThatThrownBy(() -> TextModel.loadResource("none.safetensors", ReadmeTest.class))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "none.safetensors: found no such resource near "
                + ReadmeTest.class.getName()
                + ", expected a model on the class path. Begin the name with / for the root of the"
                + " class path.");
  }

  private static List<String> snippets(String readme) {
    List<String> snippets = new ArrayList<>();
    Matcher matcher = SNIPPET.matcher(readme);
    while (matcher.find()) {
      snippets.add(matcher.group(1));
    }
    return snippets;
  }

  /** Puts a snippet's statements into a main method, and returns what it prints. */
  private List<String> run(String snippet, String name) throws Exception {
    Map<Boolean, List<String>> lines =
        snippet.lines().collect(Collectors.partitioningBy(line -> line.startsWith("import ")));
    String source =
        String.join("\n", lines.get(true))
            + "\nclass "
            + name
            + " {\n  public static void main(String[] arguments) {\n"
            + String.join("\n", lines.get(false))
            + "\n  }\n}\n";
    Path file = Files.writeString(directory.resolve(name + ".java"), source);
    String classPath = System.getProperty("java.class.path");
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", classPath, "-d", directory.toString(), file.toString());
    assertThat(failed).as(source).isZero();
    Path output = directory.resolve(name + ".txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                directory + System.getProperty("path.separator") + classPath,
                name)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends within a minute").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    return Files.readAllLines(output);
  }
}
