/**
 * Where the text of a corpus comes from: a file, a URL or a Maven artifact, whose XML may go
 * through a stylesheet. Downloads and XML are confined here. May use {@code file}.
 */
@NullMarked
package io.github.rnnlab.source;

import org.jspecify.annotations.NullMarked;
