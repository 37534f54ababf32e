package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.compare.ComparedExperiment;
import io.github.rnnlab.compare.ComparedExperiments;
import io.github.rnnlab.compare.Comparison;
import io.github.rnnlab.compare.RecordTree;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares what a stranger may have put into a pull request: every such record is left out with a
 * remark, and nothing that stands in it becomes a line, a heading or a path.
 */
@Timeout(60)
class UntrustedRecordsTest {
  @TempDir static Path trained;
  private static String report;

  @TempDir Path directory;

  @BeforeAll
  static void train() throws IOException {
    PlayRun.in(trained).train("run", PlayRun.config());
    report = Files.readString(trained.resolve("run/report.json"));
  }

  @Test
  void takesTheReportAsItWasWritten() throws IOException {
    assertThat(compare(report).runs().get(0).seeds()).isEqualTo(1);
  }

  /** A value of the report, by its path, and what an intruder may have made of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/epochs/0/epoch | 2147483647 | epochs[0].epoch",
        "/epochs/0/epoch | 2 | epochs[0].epoch",
        "/epochs | [] | epochs: found 0, expected 3",
        "/epochs/2 | | epochs: found 2, expected 3",
        "/epochs/0/trainingLoss | \"NaN\" | epochs[0].trainingLoss",
        "/epochs/0/trainingLoss | \"Infinity\" | epochs[0].trainingLoss",
        "/epochs/0/trainingLoss | 1e300 | epochs[0].trainingLoss",
        "/epochs/0/trainingLoss | 1e999 | epochs[0].trainingLoss",
        "/epochs/1/validationLoss | \"-Infinity\" | epochs[1].validationLoss",
        "/epochs/2/validationLoss | | epochs[2].validationLoss",
        "/epochs/0/trainingBitsPerCharacter | 1.0 | epochs[0].trainingBitsPerCharacter",
        "/epochs/0/weightsSha256 | \"../x\" | epochs[0].weightsSha256",
        "/corpus/sha256 | \"ABC\" | corpus.sha256",
        "/corpus/bytes | 0 | corpus.bytes",
        "/corpus/characters | -1 | corpus.characters",
        "/corpus/characters | 9223372036854775807 | corpus.characters",
        "/corpus/vocabularySize | 1 | corpus.vocabularySize",
        "/corpus/vocabularySize | 2147483647 | corpus.vocabularySize",
        "/initialWeightsSha256 | \"x\" | initialWeightsSha256",
        "/parameters | 0 | parameters",
        "/trainingWindows | -5 | trainingWindows",
        "/steps | 9223372036854775807 | steps",
        "/validation | | validation",
        "/validation/windows | 99999 | validation",
        "/numerics | 0 | numerics",
        "/numericClass | \"fast\" | numericClass",
        "/configSha256 | \"x\" | configSha256",
        "/name | \"other\" | name",
        "/config/name | \"../..\" | name",
        "/config/seed | \"7\" | config.seed",
        "/config/seed | null | seed",
        "/config/training/epochs | 2147483647 | epochs",
        "/config/training/epochs | [3] | config.training.epochs",
        "/config/training/batchSize | 0 | config.training.batchSize",
        "/config/training/batchSize | | config.training.batchSize",
        "/config/training/windows | 1e999 | config.training.windows",
        "/config/model | {\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":1}}}}}} | config.model",
        "/config/model | {\"x\\n### y\":1} | config.model",
        "/chain/every | 0 | chain.every",
        "/chain/links | [] | chain.links",
        "/chain/links/0/step | 9 | chain.links[0].step",
        "/chain/links/26/epoch | 2147483647 | chain.links[26].epoch",
        "/chain/links/0/loss | \"NaN\" | chain.links[0].loss",
        "/chain/links/0/stepsSha256 | \"x\" | chain.links[0].stepsSha256",
        "/chain/links/0/weights | {} | chain.links[0].weights",
        "/chain/links/1/weights/Whh | | chain.links[1].weights",
        "/chain/links/1/weights/Whh | \"x\" | chain.links[1].weights.Whh",
        "/chain/links/0/momentsSha256 | \"x\" | chain.links[0].momentsSha256",
        "/chain/links/0/digest | \"x\" | chain.links[0].digest",
        "/digest | \"x\" | digest"
      })
  void leavesOutAReportThatNoRunWrites(String path, String value, String where) throws IOException {
    Comparison comparison = compare(edited(report, path, value));
    assertThat(comparison.runs().get(0).seeds()).isZero();
    assertThat(comparison.runs().get(0).remarks())
        .anyMatch(remark -> remark.contains("left out") && remark.contains(where));
  }

  @Test
  void leavesOutAReportOfAnySize() throws IOException {
    Path file = archived("play");
    try (java.io.RandomAccessFile huge = new java.io.RandomAccessFile(file.toFile(), "rw")) {
      huge.setLength(3L << 30);
    }
    assertThat(compare().runs().get(0).remarks())
        .anyMatch(remark -> remark.contains("left out") && remark.contains("at most"));
  }

  /** Neither does the default name of a config come unchecked, which is that of its file. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "../..",
        "..",
        "/tmp",
        "a/b",
        "a\\b",
        "play\n### Approved",
        "play\r\n::error::gone",
        "play\u2028x",
        "nul"
      })
  void usesNoNameThatAConfigMayNotHave(String name) throws IOException {
    Path outside = directory.resolve("outside/report.json");
    Files.createDirectories(outside.getParent());
    Files.writeString(outside, report);
    Files.createDirectories(directory.resolve("experiments/archive"));
    Files.writeString(
        directory.resolve("experiments/play.json"),
        "{\"name\": " + Json.line(name) + ", \"corpus\": {\"file\": \"t.txt\"}}");
    List<ComparedExperiment> runs = new ComparedExperiments(tree(), null).archived();
    assertThat(runs).singleElement().satisfies(run -> assertThat(run.reports()).isEmpty());
    Comparison comparison = Comparison.of(runs);
    assertIsLineByLine(comparison);
    assertThat(comparison.lines()).anyMatch(line -> line.contains("play.json: name: found"));
  }

  @Test
  void readsNothingThroughANameThatIsAPath() throws IOException {
    Files.createDirectories(directory.resolve("experiments/archive"));
    Files.writeString(directory.resolve("report.json"), report);
    Files.writeString(directory.resolve("experiments/play.json"), "{\"name\": \"../..\"}");
    assertThat(compare().runs()).allMatch(run -> run.seeds() == 0);
  }

  @Test
  void showsValuesOfAConfigOnOneLine() throws IOException {
    String prompt = "a\u0085::error::b\u2028### c\u202e[x](y) <b> & &lt; ~~d~~ #1";
    Files.writeString(
        archived("play"), edited(report, "/config/generation/prompt", Json.line(prompt)));
    Files.writeString(archived("same"), report);
    Comparison comparison = compare();
    assertThat(comparison.runs()).allMatch(run -> run.seeds() == 1);
    assertIsLineByLine(comparison);
    assertThat(Files.readString(directory.resolve("compare/compare.md")))
        .contains("\\u0085::error::b\\\\u2028\\#\\#\\# c\\\\u202E\\[x\\]", "\\&lt;", "\\~\\~d");
  }

  private void assertIsLineByLine(Comparison comparison) throws IOException {
    comparison.write(directory.resolve("compare"));
    assertThat(comparison.lines())
        .allSatisfy(
            line -> assertThat(line).doesNotContainPattern("[\\p{Cntrl}\u2028\u2029\u202e]"))
        .noneMatch(line -> line.startsWith("::") || line.startsWith("#"));
    List<String> markdown =
        List.of(Files.readString(directory.resolve("compare/compare.md")).split("\\R"));
    assertThat(markdown.subList(1, markdown.size()))
        .allMatch(line -> line.isEmpty() || line.startsWith("| ") || line.startsWith("- "));
  }

  private Comparison compare(String text) throws IOException {
    Files.writeString(archived("play"), text);
    return compare();
  }

  private Comparison compare() throws IOException {
    Comparison comparison = Comparison.of(new ComparedExperiments(tree(), null).archived());
    assertIsLineByLine(comparison);
    return comparison;
  }

  private RecordTree tree() {
    return RecordTree.of(directory.resolve("experiments"));
  }

  private Path archived(String name) throws IOException {
    Path file = directory.resolve("experiments/archive/" + name + "/report.json");
    Files.createDirectories(file.getParent());
    return file;
  }

  /**
   * Returns a report with another value at a path; without one, the value is removed. The hash of
   * the config follows.
   */
  private static String edited(String json, String path, String value) {
    JsonNode tree = Json.tree(json);
    int last = path.lastIndexOf('/');
    JsonNode parent = tree.at(path.substring(0, last));
    String key = path.substring(last + 1);
    if (parent instanceof ArrayNode list) {
      list.remove(Integer.parseInt(key));
    } else if (value == null) {
      ((ObjectNode) parent).remove(key);
    } else {
      ((ObjectNode) parent).set(key, Json.tree(value));
    }
    if (path.startsWith("/config/")) {
      ((ObjectNode) tree).put("configSha256", Sha256.of(Json.canonical(tree.get("config"))));
    }
    return Json.pretty(tree);
  }
}
