package io.github.rnnlab.run;

import org.jspecify.annotations.Nullable;

/**
 * The losses of a finished epoch.
 *
 * @param epoch the epoch that ended, from 1 on
 * @param epochs the number of epochs of the run
 * @param trainLoss the mean loss over the epoch's windows, in nats per character
 * @param validationLoss the loss on the validation split, or null without one
 * @param charactersPerSecond the speed over this epoch, including validation
 * @param secondsLeft the estimated time to the end of the last epoch
 */
public record EpochLoss(
    int epoch,
    int epochs,
    double trainLoss,
    @Nullable Double validationLoss,
    double charactersPerSecond,
    double secondsLeft) {}
