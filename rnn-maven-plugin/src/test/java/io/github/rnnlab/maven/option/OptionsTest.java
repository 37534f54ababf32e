package io.github.rnnlab.maven.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.maven.BuiltPlugin;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  private final Properties project = new Properties();
  private final Properties system = new Properties();
  private final Properties user = new Properties();
  private final PluginDescriptor plugin = BuiltPlugin.descriptor();

  @Test
  void knowsTheOptionsOfAllGoals() {
    assertThat(Options.optionsOf(plugin))
        .containsOnlyKeys(
            "rnn.argLine",
            "rnn.beams",
            "rnn.cache",
            "rnn.checkpoint",
            "rnn.config",
            "rnn.configDirectory",
            "rnn.corpus",
            "rnn.directory",
            "rnn.explain",
            "rnn.force",
            "rnn.format",
            "rnn.fresh",
            "rnn.from",
            "rnn.interactive",
            "rnn.jvm",
            "rnn.keptRuns",
            "rnn.length",
            "rnn.master",
            "rnn.model",
            "rnn.output",
            "rnn.outputDirectory",
            "rnn.prompt",
            "rnn.promptFile",
            "rnn.samples",
            "rnn.seed",
            "rnn.skip",
            "rnn.split",
            "rnn.stop",
            "rnn.sweep",
            "rnn.sweep.max",
            "rnn.temperature",
            "rnn.text",
            "rnn.timeout",
            "rnn.to",
            "rnn.topK",
            "rnn.topP",
            "rnn.verify",
            "rnn.verify.seed",
            "rnn.workers")
        .containsEntry("rnn.force", "boolean");
  }

  @Test
  void acceptsWhatSomeGoalHasAndWhatIsOthersBusiness() {
    Options.optionsOf(plugin).forEach((name, type) -> user.setProperty(name, ""));
    user.setProperty("rnn.set.training.epochs", "3");
    project.setProperty("rnnoise.version", "1");
    project.setProperty("surefire.rnn.epochs", "1");
    assertThatCode(() -> options().check()).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "rnn.epochs, rnn.set.training.epochs",
    "rnn.learningRate, rnn.set.training.optimizer.learningRate",
    "rnn.promt, rnn.prompt",
    "rnn.lenght, rnn.length",
    "rnn.training.epochs, rnn.set.training.epochs",
    "RNN.Config, rnn.config",
    "rnn.out, rnn.output",
    "rnn.seeds, rnn.set.training.seeds"
  })
  void refusesAnUnknownOptionWithTheNearestName(String name, String nearest) {
    user.setProperty(name, "1");
    assertThatThrownBy(() -> options().check())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("-D" + name + ": found an unknown option, expected")
        .hasMessageEndingWith("Did you mean " + nearest + "?");
  }

  @Test
  void refusesAnUnknownOptionWhereverItComesFrom() {
    system.setProperty("rnn.xyzzy", "1");
    assertThatThrownBy(() -> options().check())
        .hasMessageStartingWith("-Drnn.xyzzy: found")
        .hasMessageEndingWith("names that begin with rnn. are this plugin's.");
    system.clear();
    project.setProperty("rnn.xyzzy", "1");
    assertThatThrownBy(() -> options().check())
        .hasMessageStartingWith("the property rnn.xyzzy of the pom or of a profile: found");
  }

  @Test
  void theCommandLineWinsOverThePom() {
    project.setProperty("rnn.set.training.epochs", "9");
    project.setProperty("rnn.set.model.hiddenSize", "8");
    system.setProperty("rnn.set.training.epochs", "7");
    user.setProperty("rnn.set.training.epochs", "3");
    assertThat(options().overrides())
        .isEqualTo(Map.of("training.epochs", "3", "model.hiddenSize", "8"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "1", "flase"})
  void refusesWhatIsNeitherTrueNorFalse(String value) {
    user.setProperty("rnn.force", value);
    assertThatThrownBy(() -> options().check())
        .hasMessageStartingWith("-Drnn.force: found " + value + ", expected true or false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rnn.prompt", "rnn.config", "rnn.set.generation.prompt"})
  void refusesTextThatLostCharactersAndNamesTheEncoding(String name) {
    user.setProperty(name, "Stra\ufffd\ufffde");
    assertThatThrownBy(() -> options().check())
        .hasMessageStartingWith("-D" + name + ": found")
        .hasMessageContaining(System.getProperty("sun.jnu.encoding"))
        .hasMessageContaining("LC_ALL=C.UTF-8");
  }

  private Options options() {
    return new Options(plugin, project, system, user);
  }
}
