package io.github.rnnlab.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of an epoch.
 *
 * @param epoch counted from 1
 * @param trainingLoss mean over the epoch's predictions, each made before the step that learnt from
 *     it; in nats per character
 * @param trainingBitsPerCharacter the same in bits
 * @param validationLoss mean over the validation windows after the epoch, in nats per character;
 *     absent without them
 * @param validationBitsPerCharacter the same in bits
 * @param weightsSha256 of the weights after the epoch, as {@code model.safetensors} holds them,
 *     without its header
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EpochRecord(
    int epoch,
    double trainingLoss,
    double trainingBitsPerCharacter,
    @Nullable Double validationLoss,
    @Nullable Double validationBitsPerCharacter,
    String weightsSha256) {
  private static final double NATS_PER_BIT = StrictMath.log(2);

  /** Records losses in nats, adding the same in bits. */
  public static EpochRecord of(
      int epoch, double trainingLoss, @Nullable Double validationLoss, String weightsSha256) {
    return new EpochRecord(
        epoch,
        trainingLoss,
        trainingLoss / NATS_PER_BIT,
        validationLoss,
        validationLoss == null ? null : Double.valueOf(validationLoss / NATS_PER_BIT),
        weightsSha256);
  }
}
