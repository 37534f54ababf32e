/**
 * What a person sees of a goal: lines of the log, progress on a terminal, generated text. May use
 * {@code build} and {@code fork}.
 */
@NullMarked
package io.github.rnnlab.maven.log;

import org.jspecify.annotations.NullMarked;
