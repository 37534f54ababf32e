/**
 * The common form of all HTML pages: one file each, without a network, with one style sheet, one
 * script and data as JSON. May use {@code file}.
 */
@NullMarked
package io.github.rnnlab.page;

import org.jspecify.annotations.NullMarked;
