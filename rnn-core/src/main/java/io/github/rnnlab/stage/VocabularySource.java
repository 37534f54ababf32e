package io.github.rnnlab.stage;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.corpus.Tokenizer;
import io.github.rnnlab.corpus.VocabularyFile;
import io.github.rnnlab.modelfile.ModelFile;
import io.github.rnnlab.workplace.Workplace;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the vocabulary of a text comes from, if not from the text.
 *
 * @param key the config key that names the file; empty for the text itself
 * @param file a model, or a file such as {@code plays_chars.json}
 */
record VocabularySource(String key, Path file) {
  private static final String OWN_KEY = "prepare.vocabularyFile";
  private static final String WEIGHTS_KEY = "model.initialWeights";

  /**
   * Finds the source that a config names.
   *
   * @throws InvalidInputException if its file is missing
   */
  static VocabularySource of(ExperimentConfig config, Workplace workplace) {
    String file = config.prepare().vocabularyFile();
    if (file != null) {
      return new VocabularySource(
          OWN_KEY, workplace.file(OWN_KEY, file, "a model or its _chars.json"));
    }
    String weights = config.model().initialWeights();
    return weights == null
        ? new VocabularySource("", workplace.configDirectory())
        : new VocabularySource(
            WEIGHTS_KEY, workplace.file(WEIGHTS_KEY, weights, "a .safetensors file"));
  }

  /**
   * Reads the vocabulary; empty for that of the text, which weights have, too, if they name none.
   *
   * @throws InvalidInputException if the file is damaged or of other tokens
   */
  Optional<Tokenizer> of(TokenUnit unit) {
    if (key.isEmpty()) {
      return Optional.empty();
    }
    if (!key.equals(OWN_KEY)) {
      // Weights of another unit are refused when they are loaded.
      return ModelFile.vocabulary(file).filter(known -> known.unit() == unit);
    }
    Tokenizer known =
        file.toString().endsWith(".json")
            ? VocabularyFile.read(file, unit).tokenizer()
            : ModelFile.vocabulary(file)
                .orElseThrow(
                    () -> refused("a file that names no vocabulary", "one whose metadata does"));
    if (known.unit() != unit) {
      throw refused("a vocabulary of " + known.unit().inWords(), "one of " + unit.inWords());
    }
    return Optional.of(known);
  }

  private InvalidInputException refused(String found, String expected) {
    return new InvalidInputException(
        key + ": " + file,
        found,
        expected + ", as prepare.unit says",
        "Name a model of this plugin or its _chars.json, or correct prepare.unit.");
  }
}
