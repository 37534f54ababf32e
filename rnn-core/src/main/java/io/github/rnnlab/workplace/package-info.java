/** Where an experiment runs: its directories, and what its config does not say. */
@NullMarked
package io.github.rnnlab.workplace;

import org.jspecify.annotations.NullMarked;
