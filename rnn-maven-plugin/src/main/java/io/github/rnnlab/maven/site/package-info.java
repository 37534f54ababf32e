/** Shows runs in the site of a Maven project. May use no other package of the plugin. */
@NullMarked
package io.github.rnnlab.maven.site;

import org.jspecify.annotations.NullMarked;
