package io.github.rnnlab.maven;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.maven.option.PromptText;
import io.github.rnnlab.maven.run.Experiments;
import io.github.rnnlab.trained.Weights;
import io.github.rnnlab.worker.Goal;
import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Generates text with each experiment's trained model and prints it in UTF-8. {@code mvn -q
 * rnn:generate} prints nothing else.
 *
 * @since 0.1.0
 */
@Mojo(name = "generate", threadSafe = true)
public final class GenerateMojo extends WorkerMojo {
  private static final String PROMPT_KEY = "generation.prompt";
  private static final String STOP_KEY = "generation.stop";

  /**
   * The start of the text, instead of {@code generation.prompt}. {@code \n}, {@code \t} and {@code
   * \\} stand for a line feed, a tab and a backslash.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.prompt")
  private @Nullable String prompt;

  /**
   * A file with the start of the text, in UTF-8 and as it is, instead of {@code generation.prompt}.
   * A relative path starts at the project's directory.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.promptFile")
  private @Nullable File promptFile;

  /**
   * Which weights write the text: {@code newest} for those of the last checkpoint, {@code best} for
   * those after the epoch with the least validation loss so far. Without this option, a finished
   * run's model writes it, or else the best weights that the run has saved, or the newest.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.checkpoint")
  private @Nullable String checkpoint;

  /**
   * The number of characters to generate after the prompt, instead of {@code generation.length}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.length")
  private @Nullable String length;

  /**
   * The temperature of sampling, instead of {@code generation.temperature}: 0 always picks the most
   * likely character, 1 samples from the model's distribution.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.temperature")
  private @Nullable String temperature;

  /**
   * How many of the likeliest characters may be drawn, instead of {@code generation.topK}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.topK")
  private @Nullable String topK;

  /**
   * The probability that the fewest likeliest characters share which may be drawn, above 0 and at
   * most 1, instead of {@code generation.topP}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.topP")
  private @Nullable String topP;

  /**
   * The width of a beam search for the likeliest text, which draws nothing, instead of {@code
   * generation.beams}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.beams")
  private @Nullable String beams;

  /**
   * The number of texts, instead of {@code generation.samples}. A line precedes each of several.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.samples")
  private @Nullable String samples;

  /**
   * The string before which the text ends, instead of the list {@code generation.stop}, with the
   * escapes of {@code rnn.prompt}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.stop")
  private @Nullable String stop;

  /**
   * The seed of sampling, instead of {@code generation.seed}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.seed")
  private @Nullable String seed;

  /**
   * The coordinates of a model that another project has published with {@code rnn:package}, in
   * place of this project's experiments: {@code groupId:artifactId:zip:model:version}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.model")
  private @Nullable String model;

  /**
   * The file for the text instead of standard output: UTF-8, and nothing but the text. A relative
   * path starts at the project's directory. Only one experiment can write to it.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.output")
  private @Nullable File output;

  /**
   * Whether to read prompts from standard input, one a line and as they are, and to answer each
   * with a text. The end of the input or an empty line ends the session.
   *
   * @since 0.1.0
   */
  @Parameter(property = "rnn.interactive", defaultValue = "false")
  private boolean interactive;

  @Inject
  GenerateMojo(Experiments experiments) {
    super(experiments, Goal.GENERATE);
  }

  @Override
  Goal goal() {
    if (!interactive) {
      return super.goal();
    }
    if (prompt != null || promptFile != null || output != null) {
      throw new InvalidInputException(
          "rnn.interactive",
          (prompt != null ? "rnn.prompt" : promptFile != null ? "rnn.promptFile" : "rnn.output")
              + " beside it",
          "prompts from standard input and texts on standard output",
          "Remove one of them.");
    }
    return Goal.ANSWER;
  }

  @Override
  Weights weights() {
    if (checkpoint == null) {
      return Weights.FINISHED;
    }
    if (model != null) {
      throw new InvalidInputException(
          "rnn.checkpoint",
          checkpoint + " beside rnn.model",
          "either of them, since a packaged model has no checkpoints",
          "Remove one of them.");
    }
    return Stream.of(Weights.NEWEST, Weights.BEST)
        .filter(weights -> weights.optionName().equals(checkpoint))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "rnn.checkpoint",
                    String.valueOf(checkpoint),
                    "newest or best",
                    "Correct -Drnn.checkpoint."));
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
    if (beams != null && temperature != null) {
      throw new InvalidInputException(
          "-Drnn.beams",
          "-Drnn.temperature beside it",
          "either beams, which draw nothing, or a temperature",
          "Remove one of them.");
    }
    if (prompt != null && promptFile != null) {
      throw new InvalidInputException(
          "-Drnn.promptFile", "-Drnn.prompt beside it", "one prompt", "Remove one of them.");
    }
    Map<String, String> overrides = given();
    // As JSON, so that quotes which are part of a text stay.
    overrides.computeIfPresent(
        PROMPT_KEY, (key, typed) -> Json.line(PromptText.read(typed, "rnn.prompt")));
    if (promptFile != null) {
      overrides.put(PROMPT_KEY, Json.line(PromptText.ofFile(path(promptFile, "rnn.promptFile"))));
    }
    overrides.computeIfPresent(
        STOP_KEY, (key, typed) -> Json.line(List.of(PromptText.read(typed, "rnn.stop"))));
    return overrides;
  }

  @Override
  protected String inOwnFlags(String message) {
    String own = message;
    for (String key : given().keySet()) {
      own =
          own.replaceAll(
              Pattern.quote("-Drnn.set." + key) + "\\b",
              "-Drnn." + key.substring(key.indexOf('.') + 1));
    }
    String flag = prompt != null ? "-Drnn.prompt" : promptFile != null ? "-Drnn.promptFile" : "";
    own = flag.isEmpty() ? own : own.replace("-Drnn.set." + PROMPT_KEY, flag);
    return !flag.isEmpty() && own.startsWith(PROMPT_KEY + ":")
        ? flag + own.substring(PROMPT_KEY.length())
        : own;
  }

  /** Returns the values as given, by the keys that they replace. */
  private Map<String, String> given() {
    Map<String, String> given = new LinkedHashMap<>();
    put(given, PROMPT_KEY, prompt);
    put(given, "generation.length", length);
    put(given, "generation.temperature", temperature);
    put(given, "generation.topK", topK);
    put(given, "generation.topP", topP);
    put(given, "generation.beams", beams);
    put(given, "generation.samples", samples);
    put(given, STOP_KEY, stop);
    put(given, "generation.seed", seed);
    return given;
  }

  private static void put(Map<String, String> given, String key, @Nullable String value) {
    if (value != null) {
      given.put(key, value);
    }
  }
}
