/**
 * The schedules of learning rates that configs ask for. May use {@code optimizer} and {@code
 * config}.
 */
@NullMarked
package io.github.rnnlab.schedule;

import org.jspecify.annotations.NullMarked;
