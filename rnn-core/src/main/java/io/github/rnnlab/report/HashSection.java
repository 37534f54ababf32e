package io.github.rnnlab.report;

import io.github.rnnlab.chain.Link;
import io.github.rnnlab.page.Html;
import io.github.rnnlab.record.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The hashes of a run and how to verify them, as HTML. */
final class HashSection {
  private static final String OF_WEIGHTS = ".safetensors without its header";

  private HashSection() {}

  static String of(RunRecord run) {
    RunReport report = run.report();
    String name = " -Drnn.config=" + report.name() + "\n";
    return (report.isExact()
            ? "<p>An exact backend computed this run: the same config and text give the same"
                + " weights and losses on every machine, to the last bit.</p>\n"
            : "<p>A tolerant backend computed this run, "
                + Html.line(String.valueOf(report.library()))
                + ": other machines come near to its losses.</p>\n")
        + Html.block("mvn rnn:archive" + name + "mvn rnn:verify" + name)
        + "<p><code>rnn:archive</code> copies the record of a run for version control."
        + " <code>rnn:verify</code> trains again and names the first bit that differs from the"
        + " archive.</p>\n"
        + Html.hashes("What the run was made from, and what it made", hashes(run))
        + "<details>\n<summary>The digest chain over all steps</summary>\n<p>A link seals the losses"
        + " of its steps, the weights and the state of the optimizer after them, and the link"
        + " before.</p>\n"
        + Html.hashes("The links", links(report))
        + "</details>\n";
  }

  private static List<Html.Hash> hashes(RunRecord run) {
    RunReport report = run.report();
    List<Html.Hash> hashes = new ArrayList<>();
    hashes.add(
        new Html.Hash("config", report.configSha256(), "config in report.json, as canonical JSON"));
    hashes.add(new Html.Hash("text", report.corpus().sha256(), "its bytes"));
    String vocabulary = report.corpus().vocabularySha256();
    if (vocabulary != null) {
      hashes.add(new Html.Hash("vocabulary", vocabulary, "the JSON list of the tokens"));
    }
    String initial = report.initialWeightsSha256();
    if (initial != null) {
      hashes.add(new Html.Hash("initial weights", initial, "the bytes of their file"));
    }
    run.best()
        .filter(best -> best.epoch() != run.last().epoch())
        .ifPresent(
            best ->
                hashes.add(
                    new Html.Hash(
                        "weights after epoch " + best.epoch(),
                        best.weightsSha256(),
                        "model-best" + OF_WEIGHTS)));
    hashes.add(new Html.Hash("last weights", run.last().weightsSha256(), "model" + OF_WEIGHTS));
    hashes.add(
        new Html.Hash(
            "report", report.digest(), "the chain's last digest and all else in report.json"));
    return hashes;
  }

  private static List<Html.Hash> links(RunReport report) {
    List<Html.Hash> links = new ArrayList<>();
    for (Link link : report.chain().links()) {
      links.add(
          new Html.Hash(
              String.format(Locale.ROOT, "step %,d", link.step()),
              link.digest(),
              String.format(
                  Locale.ROOT, "epoch %,d, loss %s", link.epoch(), RunRecord.fixed(link.loss()))));
    }
    return links;
  }
}
