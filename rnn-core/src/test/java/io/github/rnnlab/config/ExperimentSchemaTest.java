package io.github.rnnlab.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.rnnlab.config.BadConfigs.Bad;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.setting.Overrides;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class ExperimentSchemaTest {
  private static final Path EXPERIMENTS =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("experiments");
  static final Path FILE = EXPERIMENTS.resolve("experiment.schema.json");
  private static final JsonNode TREE = readTree(FILE);
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(TREE);

  @Test
  void hasTheDefaultsOfTheReader() {
    assertThat(defaultsOf(TREE)).isEqualTo(Defaults.tree());
  }

  @Test
  void hasTheKeysOfTheRecords() {
    List<String> keys = new ArrayList<>();
    collectKeys(TREE, "", keys);
    assertThat(keys).containsExactlyElementsOf(Keys.values());
  }

  @Test
  void describesEveryKeyAndKnowsNoOther() {
    assertThat(sections(TREE))
        .hasSize(10)
        .allSatisfy(
            section -> {
              assertThat(section.path("additionalProperties").isBoolean()).isTrue();
              assertThat(section.path("additionalProperties").booleanValue()).isFalse();
              assertThat(section.path("properties"))
                  .allSatisfy(key -> assertThat(key.has("description")).isTrue());
            });
  }

  @ParameterizedTest
  @MethodSource("io.github.rnnlab.config.BadConfigs#knownToTheSchema")
  void refusesWhatTheReaderRefuses(Bad bad) {
    assertThat(errors(bad.json())).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void acceptsEveryExperimentOfThisRepository(Path file) throws IOException {
    assertThat(errors(Files.readString(file))).isEmpty();
    ExperimentConfig config = ExperimentConfigs.readFile(file, Overrides.NONE).config();
    assertThat(errors(Json.pretty(config))).isEmpty();
  }

  static List<Path> experiments() throws IOException {
    try (Stream<Path> files = Files.find(EXPERIMENTS, 2, (file, attributes) -> true)) {
      List<Path> found =
          files
              .filter(file -> EXPERIMENTS.relativize(file).getNameCount() == 2)
              .filter(file -> file.toString().endsWith(".json"))
              .sorted()
              .toList();
      assertThat(found).hasSizeGreaterThanOrEqualTo(3);
      return found;
    }
  }

  private static List<Error> errors(String json) {
    return SCHEMA.validate(json, InputFormat.JSON);
  }

  private static JsonNode readTree(Path file) {
    try {
      return Json.tree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<JsonNode> sections(JsonNode section) {
    List<JsonNode> found = new ArrayList<>(List.of(section));
    for (JsonNode key : section.path("properties")) {
      if (key.has("properties")) {
        found.addAll(sections(key));
      }
    }
    return found;
  }

  private static ObjectNode defaultsOf(JsonNode section) {
    ObjectNode defaults = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> key : section.path("properties").properties()) {
      if (key.getValue().has("properties")) {
        ObjectNode inner = defaultsOf(key.getValue());
        if (!inner.isEmpty()) {
          defaults.set(key.getKey(), inner);
        }
      } else if (key.getValue().has("default")) {
        defaults.set(key.getKey(), key.getValue().get("default"));
      }
    }
    return defaults;
  }

  private static void collectKeys(JsonNode section, String path, List<String> keys) {
    for (Map.Entry<String, JsonNode> key : section.path("properties").properties()) {
      if (key.getValue().has("properties")) {
        collectKeys(key.getValue(), path + key.getKey() + ".", keys);
      } else if (!key.getKey().equals(Keys.SCHEMA)) {
        keys.add(path + key.getKey());
      }
    }
  }
}
