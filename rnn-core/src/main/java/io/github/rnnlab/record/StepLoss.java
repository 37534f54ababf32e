package io.github.rnnlab.record;

/**
 * The validation loss between two steps.
 *
 * @param step the optimizer steps of the run before it
 * @param validationLoss the mean over the validation windows, each starting from a zero state, in
 *     nats per token
 * @param validationBitsPerCharacter the same in bits per character
 */
public record StepLoss(long step, double validationLoss, double validationBitsPerCharacter) {
  /**
   * Records a loss and derives that in bits.
   *
   * @param tokensPerCharacter the mean number of tokens per character
   */
  public static StepLoss of(long step, double validationLoss, double tokensPerCharacter) {
    return new StepLoss(step, validationLoss, EpochRecord.bits(validationLoss, tokensPerCharacter));
  }
}
