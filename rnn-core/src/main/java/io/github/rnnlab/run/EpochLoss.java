package io.github.rnnlab.run;

import org.jspecify.annotations.Nullable;

/**
 * What a finished epoch came to.
 *
 * @param epoch the epoch that ended, counted from 1
 * @param epochs the epochs of the whole run
 * @param trainLoss the mean loss over the epoch's windows, in nats per character
 * @param validationLoss the loss on the validation split, or null where there is none
 * @param charactersPerSecond the speed over this epoch, validation included
 * @param secondsLeft the estimated time to the end of the last epoch
 */
public record EpochLoss(
    int epoch,
    int epochs,
    double trainLoss,
    @Nullable Double validationLoss,
    double charactersPerSecond,
    double secondsLeft) {}
