/**
 * Makes new experiments, and keeps their schema up to date. May use no other package of the plugin.
 */
@NullMarked
package io.github.rnnlab.maven.init;

import org.jspecify.annotations.NullMarked;
