package io.github.rnnlab.experiment;

import io.github.rnnlab.chain.Chain;
import io.github.rnnlab.chain.Link;
import io.github.rnnlab.chart.LossChart;
import io.github.rnnlab.chart.LossCsv;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.seeds.SeedsReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** Changes an archive as one would who knows how all of its hashes are made. */
public record ForgedArchive(Path directory) {
  /** Changes a link, and all digests that follow from it. */
  public void link(int index, UnaryOperator<Link> change) throws IOException {
    RunReport report = report();
    List<Link> links = new ArrayList<>(report.chain().links());
    links.set(index, change.apply(links.get(index)));
    write(report, report.numerics(), report.epochs(), links);
  }

  /** Changes an epoch, and the digest of the report. */
  public void epoch(int index, UnaryOperator<EpochRecord> change) throws IOException {
    RunReport report = report();
    List<EpochRecord> epochs = new ArrayList<>(report.epochs());
    epochs.set(index, change.apply(epochs.get(index)));
    write(report, report.numerics(), epochs, report.chain().links());
  }

  /** Says that the run was made by a version of other numerics. */
  public void numerics(int version) throws IOException {
    RunReport report = report();
    write(report, version, report.epochs(), report.chain().links());
  }

  /** Replaces a file and its hash. */
  public void file(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
    sealIndex(name);
  }

  /** Removes a file and what archive.json says of it. */
  void without(String name) throws IOException {
    Files.delete(directory.resolve(name));
    Path index = directory.resolve("archive.json");
    ObjectNode tree = (ObjectNode) Json.tree(Files.readString(index));
    ((ObjectNode) tree.get("files")).remove(name);
    Files.writeString(index, Json.pretty(tree));
  }

  /**
   * Changes a JSON file and all that follows from it: in a report the config's hash, the chain and
   * the digest, unless they are what is changed; the table and the chart of its losses; what the
   * archive says of all its seeds; and every hash.
   */
  void json(String name, Consumer<ObjectNode> change) throws IOException {
    Path file = directory.resolve(name);
    ObjectNode tree = (ObjectNode) Json.tree(Files.readString(file));
    ObjectNode before = tree.deepCopy();
    change.accept(tree);
    Files.writeString(file, Json.pretty(tree));
    if (name.endsWith("report.json")) {
      resealReport(file, before, tree);
      sealIndex(name);
      sealIndex(name.replace("report.json", "loss.csv"));
      sealIndex(name.replace("report.json", "loss.svg"));
      resealSeeds();
    } else if (!name.equals("archive.json")) {
      sealIndex(name);
    }
  }

  private static void resealReport(Path file, ObjectNode before, ObjectNode tree) {
    try {
      if (before.get("configSha256").equals(tree.get("configSha256"))) {
        tree.put("configSha256", Sha256.of(Json.canonical(tree.get("config"))));
      }
      if (before.get("name").equals(tree.get("name")) && tree.at("/config/name").isString()) {
        tree.set("name", tree.at("/config/name"));
      }
      RunReport report = Json.read(tree, RunReport.class);
      boolean isDigest =
          !before.get("digest").equals(tree.get("digest"))
              || !digests(before).equals(digests(tree));
      RunReport sealed =
          isDigest
              ? report
              : new RunReport(
                      report.schema(),
                      report.numerics(),
                      report.numericClass(),
                      report.library(),
                      report.name(),
                      report.configSha256(),
                      report.config(),
                      report.corpus(),
                      report.initialWeightsSha256(),
                      report.parameters(),
                      report.trainingWindows(),
                      report.steps(),
                      report.validation(),
                      report.epochs(),
                      report.stopped(),
                      report.stepLosses(),
                      report.test(),
                      report.chain().from(report.identity().origin()),
                      "")
                  .sealed();
      sealed.write(file);
      LossCsv.write(file.resolveSibling("loss.csv"), sealed.epochs(), sealed.test());
      LossChart.write(file.resolveSibling("loss.svg"), sealed);
    } catch (JacksonException | NullPointerException | IllegalArgumentException e) {
      // No report any more; nothing else follows from it.
    }
  }

  private static List<String> digests(ObjectNode report) {
    return report.at("/chain/links").valueStream().map(link -> "" + link.get("digest")).toList();
  }

  private void resealSeeds() throws IOException {
    Path summary = directory.resolve("seeds.json");
    SeedsReport former = Json.read(Files.readString(summary), SeedsReport.class);
    try {
      List<RunReport> reports = new ArrayList<>();
      for (SeedsReport.Run run : former.runs()) {
        reports.add(
            Json.read(
                Files.readString(directory.resolve("seed-" + run.seed() + "/report.json")),
                RunReport.class));
      }
      SeedsReport.of(former.configSha256(), reports).write(summary);
      sealIndex("seeds.json");
    } catch (RuntimeException e) {
      // The forger cannot make a summary of these.
    }
  }

  /** Says of a file that it has the hash that it has. */
  private void sealIndex(String name) throws IOException {
    Path index = directory.resolve("archive.json");
    ObjectNode tree = (ObjectNode) Json.tree(Files.readString(index));
    ((ObjectNode) tree.get("files")).put(name, Sha256.of(directory.resolve(name)));
    Files.writeString(index, Json.pretty(tree));
  }

  private RunReport report() {
    return RunReport.read(directory.resolve("report.json"));
  }

  private void write(RunReport from, int numerics, List<EpochRecord> epochs, List<Link> links)
      throws IOException {
    RunReport unsealed =
        new RunReport(
            from.schema(),
            numerics,
            from.numericClass(),
            from.library(),
            from.name(),
            from.configSha256(),
            from.config(),
            from.corpus(),
            from.initialWeightsSha256(),
            from.parameters(),
            from.trainingWindows(),
            from.steps(),
            from.validation(),
            epochs,
            from.stopped(),
            from.stepLosses(),
            from.test(),
            from.chain(),
            "");
    Chain chain = new Chain(from.chain().every(), links).from(unsealed.identity().origin());
    RunReport forged =
        new RunReport(
                unsealed.schema(),
                numerics,
                unsealed.numericClass(),
                unsealed.library(),
                unsealed.name(),
                unsealed.configSha256(),
                unsealed.config(),
                unsealed.corpus(),
                unsealed.initialWeightsSha256(),
                unsealed.parameters(),
                unsealed.trainingWindows(),
                unsealed.steps(),
                unsealed.validation(),
                epochs,
                unsealed.stopped(),
                unsealed.stepLosses(),
                unsealed.test(),
                chain,
                "")
            .sealed();
    forged.write(directory.resolve("report.json"));
    LossCsv.write(directory.resolve("loss.csv"), epochs, forged.test());
    LossChart.write(directory.resolve("loss.svg"), forged);
    for (String name : List.of("report.json", "loss.csv", "loss.svg")) {
      sealIndex(name);
    }
  }

  /** Returns a link with another loss. */
  public static Link withLoss(Link link, double loss) {
    return new Link(
        link.step(),
        link.epoch(),
        loss,
        link.stepsSha256(),
        link.weights(),
        link.momentsSha256(),
        "");
  }

  /** Returns a link in which one tensor has another hash. */
  public static Link withWeights(Link link, String tensor, String hash) {
    Map<String, String> weights = new LinkedHashMap<>(link.weights());
    weights.put(tensor, hash);
    return new Link(
        link.step(),
        link.epoch(),
        link.loss(),
        link.stepsSha256(),
        weights,
        link.momentsSha256(),
        "");
  }
}
