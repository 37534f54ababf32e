package io.github.rnnlab.run;

/**
 * Where training stands in the middle of an epoch.
 *
 * @param epoch the epoch that runs, counted from 1
 * @param epochs the epochs of the whole run
 * @param step the optimiser steps taken in this epoch
 * @param steps the optimiser steps of one epoch
 * @param loss the mean loss so far in this epoch, in nats per character
 * @param charactersPerSecond the present speed of training
 * @param secondsLeft the estimated time to the end of the last epoch
 */
public record Progress(
    int epoch,
    int epochs,
    long step,
    long steps,
    double loss,
    double charactersPerSecond,
    double secondsLeft) {}
