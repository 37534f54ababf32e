package io.github.rnnlab.run;

import io.github.rnnlab.corpus.TokenUnit;

/**
 * The state of training within an epoch.
 *
 * @param epoch the current epoch, from 1 on
 * @param epochs the number of epochs of the run
 * @param unit what a token is
 * @param step the optimizer steps taken in this epoch
 * @param steps the optimizer steps per epoch
 * @param loss the mean loss of this epoch so far, in nats per token
 * @param tokensPerSecond the speed of late, without validation; NaN before it is known
 * @param secondsLeft the estimated time to the end of the last epoch; NaN before it is known
 */
public record Progress(
    int epoch,
    int epochs,
    TokenUnit unit,
    long step,
    long steps,
    double loss,
    double tokensPerSecond,
    double secondsLeft) {}
