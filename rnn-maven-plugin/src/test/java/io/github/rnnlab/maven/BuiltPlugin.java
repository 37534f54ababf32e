package io.github.rnnlab.maven;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptorBuilder;
import org.codehaus.plexus.configuration.PlexusConfigurationException;

/** The files of the plugin that the build has just written. */
public final class BuiltPlugin {
  private BuiltPlugin() {}

  /** Returns the descriptor, which comes from the goals' parameters and their Javadoc. */
  public static PluginDescriptor descriptor() {
    try {
      return new PluginDescriptorBuilder()
          .build(new StringReader(text("META-INF/maven/plugin.xml")));
    } catch (PlexusConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a file in UTF-8. */
  static String text(String name) {
    try (InputStream file = BuiltPlugin.class.getResourceAsStream("/" + name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
