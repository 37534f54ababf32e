package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.directory.WholeDirectory;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.plan.PlannedRun;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.verify.Verification;
import io.github.rnnlab.verify.VerificationRequest;
import io.github.rnnlab.verify.VerificationRequest.Mode;
import io.github.rnnlab.verify.Verifier;
import io.github.rnnlab.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Forges every single field that an archive states, and every one that follows from it, all hashes
 * too: a verification that trains afresh, or has just been trained for, finds it. To what a field
 * is changed is drawn, and which verification looks at it.
 */
@Timeout(120)
class ForgedRecordsTest {
  private static final String RUN = "seed-1";

  @TempDir static Path directory;
  private static final ExperimentConfig CONFIG =
      PlayRun.config("training.seeds=[1, 2]", "training.epochs=2", "training.windows=8");
  private static PlayRun play;
  private static Path intact;
  private static Path archive;

  private final RandomStream random = RandomStream.named(5, "forgeries");

  @BeforeAll
  static void trainAndArchive() throws IOException {
    play = PlayRun.in(directory);
    intact = directory.resolve("intact/play");
    archive = directory.resolve("archive/play");
    for (PlannedRun run : PlannedRun.of(CONFIG, play.files("out").directory())) {
      play.train("out/" + run.nameIn(play.files("out").directory()), run.config());
    }
    Archiver.archive(CONFIG, play.workplace("out"), intact);
  }

  @Test
  void findsNothingInAnArchiveThatIsSealedAnew() throws IOException {
    ForgedArchive forged = restored();
    for (String file : List.of(RUN + "/report.json", "seeds.json", "archive.json")) {
      forged.json(file, tree -> {});
    }
    assertThat(verify().finding()).isEmpty();
  }

  /** Of archive.json, the version says by whom it was made, which no training can tell. */
  @ParameterizedTest
  @ValueSource(strings = {RUN + "/report.json", "seeds.json", "archive.json"})
  void findsEveryForgedField(String file) throws IOException {
    JsonNode original = Json.tree(Files.readString(intact.resolve(file)));
    List<String> unnoticed = new ArrayList<>();
    int forgeries = 0;
    for (String path : leaves(original)) {
      if (file.equals("archive.json") && path.equals("/version")) {
        continue;
      }
      for (boolean removed : new boolean[] {false, true}) {
        ForgedArchive forged = restored();
        forged.json(file, tree -> forge(tree, path, removed));
        if (verify().finding().isEmpty()) {
          unnoticed.add((removed ? "without " : "another ") + path);
        }
        forgeries++;
      }
    }
    assertThat(unnoticed).as("of %d forgeries", forgeries).isEmpty();
    assertThat(forgeries).isGreaterThanOrEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"loss.csv", "loss.svg", "sample.txt"})
  void findsEveryForgedLine(String file) throws IOException {
    String original = Files.readString(intact.resolve(RUN + "/" + file));
    for (int i = 0; i < 30; i++) {
      int at = (int) (random.nextDouble() * original.length());
      char other = original.charAt(at) == '7' ? '3' : '7';
      restored().file(RUN + "/" + file, replaced(original, at, other));
      assertThat(verify().finding()).as("%s at %d", file, at).isPresent();
    }
    for (String name : List.of(file, "seeds.json")) {
      String path = name.equals(file) ? RUN + "/" + file : name;
      restored().without(path);
      assertThat(verify().finding()).as("without %s", path).isPresent();
    }
  }

  /** What archive.json does not list is no part of the archive, yet it may be compared. */
  @Test
  void findsARunThatIsNotListed() throws IOException {
    restored();
    Files.createDirectories(archive.resolve("seed-3"));
    Files.copy(archive.resolve(RUN + "/report.json"), archive.resolve("seed-3/report.json"));
    assertThat(verify().finding().orElseThrow().message())
        .contains("seed-3/report.json: found a file that archive.json does not list");
  }

  @Test
  void findsMeansThatTheRunsDoNotHave() throws IOException {
    restored()
        .json(
            "seeds.json",
            tree -> {
              for (Map.Entry<String, JsonNode> loss : tree.properties()) {
                if (loss.getValue() instanceof ObjectNode spread) {
                  spread.put("mean", 0.001);
                }
              }
            });
    assertThat(verify().finding().orElseThrow().message())
        .contains("seeds.json: finalTrainingLoss: found ", "0.001", "as the reports of its runs");
  }

  private void forge(ObjectNode tree, String path, boolean removed) {
    int last = path.lastIndexOf('/');
    JsonNode parent = tree.at(path.substring(0, last));
    String key = path.substring(last + 1).replace("~1", "/");
    if (parent instanceof ObjectNode object && removed) {
      object.remove(key);
    } else if (parent instanceof ObjectNode object) {
      object.set(key, other(object.get(key)));
    } else {
      throw new AssertionError("no list of plain values is expected at " + path);
    }
  }

  private JsonNode other(JsonNode value) {
    if (value.isBoolean()) {
      return Json.tree(String.valueOf(!value.booleanValue()));
    }
    if (value.isIntegralNumber()) {
      return Json.tree(String.valueOf(value.longValue() + 1 + (int) (random.nextDouble() * 3)));
    }
    if (value.isNumber()) {
      return Json.tree(Json.canonical(Math.nextUp(value.doubleValue())));
    }
    String text = value.stringValue();
    int at = (int) (random.nextDouble() * text.length());
    return Json.tree(Json.line(replaced(text, at, text.charAt(at) == '7' ? '3' : '7')));
  }

  private static String replaced(String text, int at, char other) {
    return text.substring(0, at) + other + text.substring(at + 1);
  }

  private static List<String> leaves(JsonNode tree) {
    List<String> leaves = new ArrayList<>();
    collect("", tree, leaves);
    return leaves;
  }

  private static void collect(String path, JsonNode node, List<String> leaves) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              member ->
                  collect(
                      path + "/" + member.getKey().replace("/", "~1"), member.getValue(), leaves));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(path + "/" + i, node.get(i), leaves);
      }
    } else {
      leaves.add(path);
    }
  }

  private static ForgedArchive restored() throws IOException {
    WholeDirectory.remove(archive);
    try (Stream<Path> files = Files.walk(intact)) {
      for (Path file : files.toList()) {
        Path copy = archive.resolve(intact.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return new ForgedArchive(archive);
  }

  private Verification verify() {
    Path output = play.files("out").directory();
    List<PlannedRun> runs = PlannedRun.of(CONFIG, output);
    Workplace own = play.workplace("verify");
    VerificationRequest request =
        new VerificationRequest(
            archive,
            RUN,
            runs.stream().map(run -> run.nameIn(output)).toList(),
            CONFIG.sha256(),
            output.resolve(RUN),
            directory.resolve("results"),
            random.nextDouble() < 0.25 ? Mode.AFRESH : Mode.TRAINED,
            1);
    return new Verifier(runs.get(0).config(), own, request, new RecordedProgress()).verify();
  }
}
