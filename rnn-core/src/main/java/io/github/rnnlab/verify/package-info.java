/**
 * Verifies that an archived run can be reproduced, by training it again or by replaying segments of
 * it. May use {@code experiment} and what that uses.
 */
@NullMarked
package io.github.rnnlab.verify;

import org.jspecify.annotations.NullMarked;
