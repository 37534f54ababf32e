package io.github.rnnlab.config;

import io.github.rnnlab.setting.ConfigJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The defaults of every config, kept in {@code defaults.json} only. */
final class Defaults {
  private static final String RESOURCE = "defaults.json";

  private Defaults() {}

  /** Returns a fresh tree of all defaults. */
  static ObjectNode tree() {
    try (InputStream in =
        Objects.requireNonNull(Defaults.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return ConfigJson.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), RESOURCE);
    } catch (IOException e) {
      throw new AssertionError("the jar holds " + RESOURCE, e);
    }
  }

  /** Returns the defaults overlaid with a config. The result shares no node with either tree. */
  static ObjectNode under(ObjectNode config) {
    ObjectNode merged = tree();
    lay(config, merged);
    return merged;
  }

  private static void lay(ObjectNode over, ObjectNode base) {
    for (Map.Entry<String, JsonNode> property : over.properties()) {
      if (property.getValue() instanceof ObjectNode section
          && base.get(property.getKey()) instanceof ObjectNode beneath) {
        lay(section, beneath);
      } else {
        base.set(property.getKey(), property.getValue().deepCopy());
      }
    }
  }
}
