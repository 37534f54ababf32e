package io.github.rnnlab.maven.init;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The texts that this package's files are made of, which are resources of the plugin. */
final class Template {
  private Template() {}

  /** Returns the text of a resource, with line feeds on every system. */
  static String of(String resource) {
    try (InputStream stream = Template.class.getResourceAsStream(resource)) {
      byte[] bytes = Objects.requireNonNull(stream, resource).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + resource + " of this plugin", e);
    }
  }
}
