package io.github.rnnlab.record;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The loss on the test text, judged once, when training has ended. Losses are in nats per token
 * unless their names say otherwise.
 *
 * @param text the test text
 * @param epoch the epoch whose weights were judged: the best if they are kept, otherwise the last
 * @param loss the mean over the test windows, each starting from a zero state
 * @param bitsPerCharacter the same in bits per character
 * @param streamingLoss the mean over the test text as one stream; absent if the text is given as
 *     windows
 * @param streamingBitsPerCharacter the same in bits per character
 */
public record TestLoss(
    RunReport.Validation text,
    int epoch,
    double loss,
    double bitsPerCharacter,
    @Nullable Double streamingLoss,
    @Nullable Double streamingBitsPerCharacter) {
  /** Checks for a null text. */
  public TestLoss {
    Objects.requireNonNull(text, "text");
  }

  /**
   * Records losses and derives those in bits.
   *
   * @param tokensPerCharacter the mean number of tokens per character
   */
  public static TestLoss of(
      RunReport.Validation text,
      int epoch,
      double loss,
      @Nullable Double streamingLoss,
      double tokensPerCharacter) {
    return new TestLoss(
        text,
        epoch,
        loss,
        EpochRecord.bits(loss, tokensPerCharacter),
        streamingLoss,
        streamingLoss == null
            ? null
            : Double.valueOf(EpochRecord.bits(streamingLoss, tokensPerCharacter)));
  }
}
