/**
 * What can be looked at while a run goes on: its losses and a text after every epoch, and a remark
 * where they show that something is wrong.
 */
@NullMarked
package io.github.rnnlab.live;

import org.jspecify.annotations.NullMarked;
