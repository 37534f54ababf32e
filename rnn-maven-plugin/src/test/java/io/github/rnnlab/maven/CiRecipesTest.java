package io.github.rnnlab.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.config.ExperimentConfigs;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptorBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checks that every command of the recipes for CI names goals and options that exist. */
class CiRecipesTest {
  private static final Path RECIPES = Path.of("../docs/ci.md");
  private static final Path WORKFLOW =
      Path.of("src/main/resources/io/github/rnnlab/maven/init/workflow.yml");

  private static final Pattern COMMAND = Pattern.compile("\\bmvn ([^`'\\n]*)");
  private static final Pattern OPTION = Pattern.compile("-D(rnn\\.[\\w.]+)");
  private static final Pattern GOAL = Pattern.compile("\\brnn:(\\w+)");

  private static final Set<String> GOALS = new TreeSet<>();
  private static final Set<String> OPTIONS = new TreeSet<>();

  @BeforeAll
  static void readTheDescriptor() throws Exception {
    try (Reader xml =
        new InputStreamReader(
            Objects.requireNonNull(
                CiRecipesTest.class.getResourceAsStream("/META-INF/maven/plugin.xml")),
            StandardCharsets.UTF_8)) {
      PluginDescriptor plugin = new PluginDescriptorBuilder().build(xml);
      for (MojoDescriptor goal : plugin.getMojos()) {
        GOALS.add(goal.getGoal());
        goal.getParameters().stream()
            .map(parameter -> String.valueOf(parameter.getExpression()))
            .map(expression -> expression.replaceFirst("^\\$\\{(.*)}$", "$1"))
            .forEach(OPTIONS::add);
      }
    }
    ExperimentConfigs.keys().forEach(key -> OPTIONS.add("rnn.set." + key));
    assertThat(GOALS).contains("init", "train", "verify", "compare");
  }

  @Test
  void commandsConsistOfGoalsAndOptionsThatExist() throws IOException {
    List<String> commands = found(COMMAND, Files.readString(RECIPES));
    assertThat(commands).hasSizeGreaterThanOrEqualTo(6);
    for (String command : commands) {
      for (String word : command.strip().split("\\s+")) {
        assertThat(word)
            .as("a part of mvn %s", command)
            .matches("--batch-mode|rnn:\\w+|-Drnn\\.[\\w.]+=.+|github\\.base_ref|}}");
      }
    }
  }

  @Test
  void goalsAndOptionsOfTheTextExist() throws IOException {
    String text = Files.readString(RECIPES);
    assertThat(GOALS).containsAll(found(GOAL, text));
    assertThat(OPTIONS).containsAll(found(OPTION, text));
    assertThat(GOALS).containsAll(found(Pattern.compile("<goal>(\\w+)</goal>"), text));
  }

  @Test
  void theRecipeForGithubIsWhatInitWrites() throws IOException {
    assertThat(Files.readString(RECIPES))
        .contains("```yaml\n" + Files.readString(WORKFLOW) + "```\n");
  }

  @Test
  void theConfigOfTheBuildCacheIsTheTestedOne() throws IOException {
    Path tested =
        Path.of("../src/it/the-build-cache-skips-no-goal/.mvn/maven-build-cache-config.xml");
    assertThat(Files.readString(RECIPES)).contains("```xml\n" + Files.readString(tested) + "```\n");
    assertThat(Files.readString(WORKFLOW.resolveSibling("pom.xml")))
        .contains("<maven.build.cache.enabled>false</maven.build.cache.enabled>");
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
  }
}
