package io.github.rnnlab.maven;

import io.github.rnnlab.file.Json;
import io.github.rnnlab.maven.option.PromptText;
import io.github.rnnlab.maven.run.Experiments;
import io.github.rnnlab.worker.Goal;
import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Generates text with each experiment's trained model and prints it in UTF-8. {@code mvn -q
 * rnn:generate} prints nothing else.
 */
@Mojo(name = "generate", threadSafe = true)
public final class GenerateMojo extends WorkerMojo {
  private static final String PROMPT_KEY = "generation.prompt";

  /**
   * The start of the text, instead of {@code generation.prompt}. {@code \n}, {@code \t} and {@code
   * \\} stand for a line feed, a tab and a backslash.
   */
  @Parameter(property = "rnn.prompt")
  private @Nullable String prompt;

  /**
   * The number of characters to generate after the prompt, instead of {@code generation.length}.
   */
  @Parameter(property = "rnn.length")
  private @Nullable String length;

  /**
   * The temperature of sampling, instead of {@code generation.temperature}: 0 always picks the most
   * likely character, 1 samples from the model's distribution.
   */
  @Parameter(property = "rnn.temperature")
  private @Nullable String temperature;

  /** The seed of sampling, instead of {@code generation.seed}. */
  @Parameter(property = "rnn.seed")
  private @Nullable String seed;

  /**
   * The coordinates of a model that another project has published with {@code rnn:package}, in
   * place of this project's experiments: {@code groupId:artifactId:zip:model:version}.
   */
  @Parameter(property = "rnn.model")
  private @Nullable String model;

  /**
   * The file for the text instead of standard output: UTF-8, and nothing but the text. A relative
   * path starts at the project's directory. Only one experiment can write to it.
   */
  @Parameter(property = "rnn.output")
  private @Nullable File output;

  @Inject
  GenerateMojo(Experiments experiments) {
    super(experiments, Goal.GENERATE);
  }

  @Override
  @Nullable Path output() {
    return output == null ? null : path(output, "rnn.output");
  }

  @Override
  @Nullable String model() {
    return model;
  }

  @Override
  Map<String, String> ownOverrides() {
    Map<String, String> overrides = new LinkedHashMap<>();
    if (prompt != null) {
      // As JSON, so that quotes which are part of the prompt stay.
      overrides.put(PROMPT_KEY, Json.line(PromptText.read(prompt)));
    }
    put(overrides, "generation.length", length);
    put(overrides, "generation.temperature", temperature);
    put(overrides, "generation.seed", seed);
    return overrides;
  }

  @Override
  String inOwnFlags(String message) {
    String own = message;
    for (String key : ownOverrides().keySet()) {
      own = own.replace("-Drnn.set." + key, "-Drnn." + key.substring(key.indexOf('.') + 1));
    }
    return prompt != null && own.startsWith(PROMPT_KEY + ":")
        ? "-Drnn.prompt" + own.substring(PROMPT_KEY.length())
        : own;
  }

  private static void put(Map<String, String> overrides, String key, @Nullable String value) {
    if (value != null) {
      overrides.put(key, value);
    }
  }
}
