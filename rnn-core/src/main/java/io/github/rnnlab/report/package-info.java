/** What a run reports: losses, records and charts. */
@NullMarked
package io.github.rnnlab.report;

import org.jspecify.annotations.NullMarked;
