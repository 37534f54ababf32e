package io.github.rnnlab.maven.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHubJobTest {
  @TempDir private Path directory;
  private final List<CharSequence> warnings = new ArrayList<>();

  private final Log log =
      new SystemStreamLog() {
        @Override
        public void warn(CharSequence content) {
          warnings.add(content);
        }
      };

  @Test
  void appendsToTheSummary() throws IOException {
    Path summary = directory.resolve("summary.md");
    GitHubJob job = job(summary.toString());
    job.summarize("### One\n");
    job.summarize("### Two\n");
    assertThat(Files.readString(summary)).isEqualTo("### One\n\n### Two\n\n");
    assertThat(warnings).isEmpty();
  }

  @Test
  void warnsIfTheSummaryCannotBeWritten() {
    job(directory.toString()).summarize("### One\n");
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("Cannot append to GITHUB_STEP_SUMMARY");
  }

  @Test
  void doesNothingElsewhere() {
    GitHubJob.of(new Properties(), log).summarize("### One\n");
    job("").summarize("### One\n");
    assertThat(warnings).isEmpty();
  }

  @Test
  void keepsAnAnnotationOnOneLine() {
    assertThat(GitHubJob.command("rnn:verify in a, b", "1 of 2:\n  100 %\r::warning::no\u001b"))
        .isEqualTo(
            "::error title=rnn%3Averify in a%2C b::"
                + "1 of 2:%0A  100 %25\\r::warning::no\\u001b");
  }

  private GitHubJob job(String summary) {
    Properties system = new Properties();
    system.setProperty("env.GITHUB_STEP_SUMMARY", summary);
    return GitHubJob.of(system, log);
  }
}
