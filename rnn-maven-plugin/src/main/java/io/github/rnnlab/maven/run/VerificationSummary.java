package io.github.rnnlab.maven.run;

import io.github.rnnlab.Decimal;
import io.github.rnnlab.archive.Finding;
import io.github.rnnlab.verify.Verification;
import java.util.ArrayList;
import java.util.List;

/** The verifications of a project as Markdown. Not thread-safe. */
final class VerificationSummary {
  private static final int MILLISECONDS = 3;

  private final List<String> rows = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();

  /**
   * Adds the verification of a run.
   *
   * @param label names the run; it has no characters of Markdown but those of names
   */
  void add(String label, Verification verification) {
    long passed =
        verification.checks().stream()
            .filter(check -> check.finding() == null && !check.skipped())
            .count();
    boolean asArchived = verification.finding().isEmpty();
    rows.add(
        String.format(
            "| `%s` | %s | %d of %d | %s |",
            label,
            asArchived ? "as archived" : "**not as archived**",
            passed,
            verification.checks().size(),
            Decimal.fixed(verification.seconds(), MILLISECONDS)));
    verification.finding().map(Finding::message).ifPresent(findings::add);
  }

  /** Returns the findings, each what was found, what was expected and what to do. */
  List<String> findings() {
    return findings;
  }

  /** Returns the number of runs. */
  int runs() {
    return rows.size();
  }

  /** Returns a heading that counts the runs, a table of them, and the findings as they are. */
  String markdown(String project) {
    StringBuilder text = new StringBuilder();
    text.append("### ").append(project).append(": ");
    text.append(rows.size() - findings.size()).append(" of ").append(rows.size());
    text.append(rows.size() == 1 ? " run comes out" : " runs come out").append(" as archived\n\n");
    text.append("| run | result | checks | seconds |\n| --- | --- | ---: | ---: |\n");
    rows.forEach(row -> text.append(row).append('\n'));
    for (String finding : findings) {
      // A longer fence than any within keeps what a file says from being Markdown.
      String fence = "```";
      while (finding.contains(fence)) {
        fence += "`";
      }
      text.append('\n').append(fence).append("text\n").append(finding).append('\n').append(fence);
      text.append('\n');
    }
    return text.toString();
  }
}
