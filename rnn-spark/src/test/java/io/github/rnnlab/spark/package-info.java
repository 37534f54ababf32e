@NullMarked
package io.github.rnnlab.spark;

import org.jspecify.annotations.NullMarked;
