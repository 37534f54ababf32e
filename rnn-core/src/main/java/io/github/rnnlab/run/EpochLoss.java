package io.github.rnnlab.run;

import io.github.rnnlab.corpus.TokenUnit;
import org.jspecify.annotations.Nullable;

/**
 * The losses of a finished epoch.
 *
 * @param epoch the epoch that ended, from 1 on
 * @param epochs the number of epochs of the run
 * @param unit what a token is
 * @param tokensPerCharacter the mean number of tokens per character; 1 for {@code char}
 * @param trainLoss the mean loss over the epoch's windows, in nats per token
 * @param validationLoss the loss on the validation split, or null without one
 * @param tokensPerSecond the speed over this epoch, including validation
 * @param secondsLeft the estimated time to the end of the last epoch; NaN before it is known
 */
public record EpochLoss(
    int epoch,
    int epochs,
    TokenUnit unit,
    double tokensPerCharacter,
    double trainLoss,
    @Nullable Double validationLoss,
    double tokensPerSecond,
    double secondsLeft) {}
