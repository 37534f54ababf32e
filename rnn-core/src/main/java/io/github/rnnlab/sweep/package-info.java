/**
 * Runs a plan of many runs side by side, cuts the worst of them early, and compares the rest. May
 * use {@code launch} and what plans, pages and records need.
 */
@NullMarked
package io.github.rnnlab.sweep;

import org.jspecify.annotations.NullMarked;
