/** Plans the runs of an experiment: one for each of its seeds. */
@NullMarked
package io.github.rnnlab.plan;

import org.jspecify.annotations.NullMarked;
