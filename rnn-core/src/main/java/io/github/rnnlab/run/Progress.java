package io.github.rnnlab.run;

/**
 * The state of training within an epoch.
 *
 * @param epoch the current epoch, from 1 on
 * @param epochs the number of epochs of the run
 * @param step the optimizer steps taken in this epoch
 * @param steps the optimizer steps per epoch
 * @param loss the mean loss of this epoch so far, in nats per character
 * @param charactersPerSecond the current speed
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
