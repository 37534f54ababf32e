package io.github.rnnlab.report;

import org.jspecify.annotations.Nullable;

/**
 * A run on the page of all runs.
 *
 * @param label its name, and whether it is an archived one
 * @param link the address of its own page, relative to the page of all runs
 * @param description of its experiment, or null
 * @param run its record
 */
record ShownRun(String label, String link, @Nullable String description, RunRecord run) {}
