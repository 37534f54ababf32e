package io.github.rnnlab.record;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of an epoch.
 *
 * @param epoch counted from 1
 * @param trainingLoss mean over the epoch's predictions, each made before the step that learnt from
 *     it; in nats per character
 * @param trainingBitsPerCharacter the same in bits
 * @param validationLoss mean over the validation windows after the epoch, each from a state of
 *     zeros, in nats per character; absent without them, and after an epoch that is not judged
 * @param validationBitsPerCharacter the same in bits
 * @param streamingLoss mean over the held-out text as one stream, in nats per character; absent
 *     where the validation loss is, and where the text is given as windows
 * @param streamingBitsPerCharacter the same in bits
 * @param weightsSha256 of the weights after the epoch, as {@code model.safetensors} holds them,
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

  /** Requires what is never absent. */
  public EpochRecord {
    Objects.requireNonNull(weightsSha256, "weightsSha256");
  }

  /** Records losses in nats, adding the same in bits. */
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

  /** Returns every loss that there is, by the name of its component. */
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

  private static @Nullable Double bits(@Nullable Double nats) {
    return nats == null ? null : Double.valueOf(nats / NATS_PER_BIT);
  }
}
