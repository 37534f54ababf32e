package io.github.rnnlab.experiment;

import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.report.Chain;
import io.github.rnnlab.report.EpochRecord;
import io.github.rnnlab.report.Link;
import io.github.rnnlab.report.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** Changes an archive as one would who knows how all of its hashes are made. */
record ForgedArchive(Path directory) {
  /** Changes a link, and all digests that follow from it. */
  void link(int index, UnaryOperator<Link> change) throws IOException {
    RunReport report = report();
    List<Link> links = new ArrayList<>(report.chain().links());
    links.set(index, change.apply(links.get(index)));
    write(report, report.numerics(), report.epochs(), links);
  }

  /** Changes an epoch, and the digest of the report. */
  void epoch(int index, UnaryOperator<EpochRecord> change) throws IOException {
    RunReport report = report();
    List<EpochRecord> epochs = new ArrayList<>(report.epochs());
    epochs.set(index, change.apply(epochs.get(index)));
    write(report, report.numerics(), epochs, report.chain().links());
  }

  /** Says that the run was made by a version of other numerics. */
  void numerics(int version) throws IOException {
    RunReport report = report();
    write(report, version, report.epochs(), report.chain().links());
  }

  /** Replaces a file and its hash. */
  void file(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
    sealIndex(name);
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
            from.chain(),
            "");
    Chain chain = new Chain(from.chain().every(), links).from(unsealed.origin());
    RunReport forged =
        new RunReport(
                unsealed.schema(),
                numerics,
                unsealed.numericClass(),
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
                chain,
                "")
            .sealed();
    forged.write(directory.resolve("report.json"));
    sealIndex("report.json");
  }

  /** Returns a link with another loss. */
  static Link withLoss(Link link, double loss) {
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
  static Link withWeights(Link link, String tensor, String hash) {
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
