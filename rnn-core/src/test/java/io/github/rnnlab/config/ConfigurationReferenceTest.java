package io.github.rnnlab.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.file.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ConfigurationReferenceTest {
  private static final Path REFERENCE =
      Path.of(System.getProperty("basedir", ""))
          .toAbsolutePath()
          .resolveSibling("docs")
          .resolve("configuration.md");

  /** A row of a table of keys: key, type, default (code, or words if there is none), and so on. */
  private static final Pattern ROW =
      Pattern.compile("^\\| `([\\w.]+)` \\| [^|]+ \\| ([^|]+) \\| [^|]+ \\| [^|]+ \\|$");

  @Test
  void listsEveryKeyWithItsDefault() throws IOException {
    Map<String, Optional<JsonNode>> documented = new LinkedHashMap<>();
    for (String line : Files.readAllLines(REFERENCE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        documented.put(row.group(1), json(row.group(2)));
      }
    }
    Map<String, Optional<JsonNode>> expected = new LinkedHashMap<>();
    JsonNode defaults = Defaults.tree();
    for (String key : Keys.values()) {
      JsonNode value = defaults.at("/" + key.replace('.', '/'));
      expected.put(key, Optional.of(value).filter(node -> !node.isMissingNode()));
    }
    assertThat(documented).containsExactlyEntriesOf(expected);
  }

  @Test
  void hasTheTablesOfTheSchema() throws IOException {
    String reference = Files.readString(REFERENCE);
    String made =
        new SchemaTables(Json.tree(Files.readString(ExperimentSchemaTest.FILE))).in(reference);
    if (Boolean.getBoolean("rnn.write")) {
      Files.writeString(REFERENCE, made);
    } else {
      assertThat(reference)
          .as(
              "the tables of docs/configuration.md; mvn test -pl rnn-core"
                  + " -Dtest=ConfigurationReferenceTest -Drnn.write makes them anew from"
                  + " experiments/experiment.schema.json")
          .isEqualTo(made);
    }
  }

  private static Optional<JsonNode> json(String cell) {
    return cell.startsWith("`") ? Optional.of(Json.tree(cell.replace("`", ""))) : Optional.empty();
  }
}
