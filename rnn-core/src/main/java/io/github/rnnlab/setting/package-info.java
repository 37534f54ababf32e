/**
 * Reads single settings strictly, from a JSON object or from the flag that overrides it, and says
 * in errors where a setting is. It knows no experiment. May use {@code file}.
 */
@NullMarked
package io.github.rnnlab.setting;

import org.jspecify.annotations.NullMarked;
