package io.github.rnnlab.record;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The result of an epoch. Losses are in nats per token unless their names say otherwise.
 *
 * @param epoch the epoch, from 1 on
 * @param trainingLoss the mean over the epoch's predictions, each made before the step that trained
 *     on it
 * @param trainingBitsPerCharacter the same in bits per character
 * @param validationLoss the mean over the validation windows after the epoch, each starting from a
 *     zero state; absent without validation, and if this epoch was not validated
 * @param validationBitsPerCharacter the same in bits per character
 * @param streamingLoss the mean over the held-out text as one stream; absent where the validation
 *     loss is, and if the text is given as windows
 * @param streamingBitsPerCharacter the same in bits per character
 * @param weightsSha256 of the weights after the epoch, as stored in {@code model.safetensors}
 *     without its header
 */
public record EpochRecord(
    int epoch,
    double trainingLoss,
    double trainingBitsPerCharacter,
    @Nullable Double validationLoss,
    @Nullable Double validationBitsPerCharacter,
    @Nullable Double streamingLoss,
    @Nullable Double streamingBitsPerCharacter,
    String weightsSha256) {
  private static final double NATS_PER_BIT = StrictMath.log(2);

  /** Checks for a null hash. */
  public EpochRecord {
    Objects.requireNonNull(weightsSha256, "weightsSha256");
  }

  /** Records losses in nats of a text whose tokens are characters, and derives those in bits. */
  public static EpochRecord of(
      int epoch,
      double trainingLoss,
      @Nullable Double validationLoss,
      @Nullable Double streamingLoss,
      String weightsSha256) {
    return new EpochRecord(
        epoch,
        trainingLoss,
        trainingLoss / NATS_PER_BIT,
        validationLoss,
        bits(validationLoss),
        streamingLoss,
        bits(streamingLoss),
        weightsSha256);
  }

  /**
   * Returns this record with bits per character instead of bits per token.
   *
   * @param tokensPerCharacter the mean number of tokens per character
   */
  public EpochRecord perCharacter(double tokensPerCharacter) {
    return new EpochRecord(
        epoch,
        trainingLoss,
        tokensPerCharacter * trainingBitsPerCharacter,
        validationLoss,
        scaled(validationBitsPerCharacter, tokensPerCharacter),
        streamingLoss,
        scaled(streamingBitsPerCharacter, tokensPerCharacter),
        weightsSha256);
  }

  private static @Nullable Double scaled(@Nullable Double bits, double factor) {
    return bits == null ? null : Double.valueOf(factor * bits);
  }

  /** Returns all present losses by component name. */
  public Map<String, Double> losses() {
    Map<String, @Nullable Double> all = new LinkedHashMap<>();
    all.put("trainingLoss", trainingLoss);
    all.put("trainingBitsPerCharacter", trainingBitsPerCharacter);
    all.put("validationLoss", validationLoss);
    all.put("validationBitsPerCharacter", validationBitsPerCharacter);
    all.put("streamingLoss", streamingLoss);
    all.put("streamingBitsPerCharacter", streamingBitsPerCharacter);
    Map<String, Double> losses = new LinkedHashMap<>();
    all.forEach(
        (name, loss) -> {
          if (loss != null) {
            losses.put(name, loss);
          }
        });
    return losses;
  }

  /** Returns a loss in nats per token as bits per character. */
  public static double bits(double nats, double tokensPerCharacter) {
    return tokensPerCharacter * (nats / NATS_PER_BIT);
  }

  private static @Nullable Double bits(@Nullable Double nats) {
    return nats == null ? null : Double.valueOf(nats / NATS_PER_BIT);
  }
}
