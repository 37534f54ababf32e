package io.github.rnnlab.maven;

import io.github.rnnlab.maven.build.Selection;
import io.github.rnnlab.setting.Overrides;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** The parameters of the goals that read the configs of experiments. */
abstract class ExperimentMojo extends GoalMojo {
  /**
   * A text file that replaces the corpus of each selected experiment.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.corpus")
  private @Nullable File corpus;

  /**
   * Values that replace those of the configs, by dotted key, such as an element {@code
   * training.epochs} with {@code 3}. The property {@code rnn.set.training.epochs}, from the command
   * line, the pom or a profile, takes precedence.
   *
   * @since 0.1.0
   */
  @Parameter private @Nullable Map<String, String> set;

  /** Returns the values of this goal's own parameters by the config keys that they replace. */
  Map<String, String> ownOverrides() {
    return Map.of();
  }

  /** Returns the selected experiments. */
  final Selection selection() {
    return new Selection(config(), configDirectory(), outputDirectory(), overrides());
  }

  /** Returns those of the pom, of the command line and of this goal's own parameters. */
  @Override
  final Overrides overrides() {
    Map<String, String> overrides = new LinkedHashMap<>();
    if (set != null) {
      // Maven reads an empty element as null.
      set.forEach((key, value) -> overrides.put(key, value == null ? "" : value));
    }
    overrides.putAll(super.overrides().values());
    overrides.putAll(ownOverrides());
    return new Overrides(corpus == null ? null : path(corpus, "rnn.corpus"), overrides);
  }
}
