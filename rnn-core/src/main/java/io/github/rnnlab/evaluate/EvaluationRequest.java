package io.github.rnnlab.evaluate;

import io.github.rnnlab.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text that a model is judged on.
 *
 * @param split a part of the corpus: {@code train}, {@code validation} or {@code test}; ignored
 *     beside a text
 * @param text a file in UTF-8; null for the split
 */
public record EvaluationRequest(String split, @Nullable Path text) {
  /** The part of the corpus that the model learns. */
  public static final String TRAIN = "train";

  /** The part of the corpus that training is judged on. */
  public static final String VALIDATION = "validation";

  /** The part of the corpus that the trained model is judged on. */
  public static final String TEST = "test";

  /**
   * Checks the split.
   *
   * @throws InvalidInputException if there is no such split
   */
  public EvaluationRequest {
    if (!List.of(TRAIN, VALIDATION, TEST).contains(split)) {
      throw new InvalidInputException(
          "rnn.split", split, TRAIN + ", " + VALIDATION + " or " + TEST, "Correct -Drnn.split.");
    }
  }

  /** Returns the last part of the names of the files with the result. */
  public String name() {
    return text == null ? split : "text";
  }

  /** Returns what people call the text: the split, or the name of the file. */
  public String label() {
    return text == null ? split : String.valueOf(text.getFileName());
  }
}
