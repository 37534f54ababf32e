/**
 * The stages of a run in its directory, preparation and training: what each is made from, and
 * whether its files are up to date. May use configs, records and corpora.
 */
@NullMarked
package io.github.rnnlab.stage;

import org.jspecify.annotations.NullMarked;
