/**
 * The goals: parameters become a request, the request is run in a worker, and what the worker tells
 * is rendered in the log. Everything that knows Maven is here.
 */
@NullMarked
package io.github.rnnlab.maven;

import org.jspecify.annotations.NullMarked;
