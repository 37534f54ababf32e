package io.github.rnnlab.maven.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;

class PrintableLogTest {
  private final List<String> lines = new ArrayList<>();
  private final PrintableLog log =
      new PrintableLog(
          new SystemStreamLog() {
            @Override
            public void debug(CharSequence line) {
              lines.add(line.toString());
            }

            @Override
            public void info(CharSequence line) {
              lines.add(line.toString());
            }

            @Override
            public void error(CharSequence line) {
              lines.add(line.toString());
            }
          },
          "");

  @Test
  void escapesWhatHasNoPlaceInALine() {
    log.info("Wrote \u001b[2J/\u202ea\n[ERROR] forged");
    log.error("\u009b");
    assertThat(lines).containsExactly("Wrote \\u001b[2J/\\u202ea\\n[ERROR] forged", "\\u009b");
  }

  @Test
  void everyEntryBeginsWithTheProjectWhereThereAreOthers() {
    PrintableLog named = new PrintableLog(log, "[one] ");
    named.info("Epoch");
    named.error("Stopped");
    named.debug(new IllegalStateException("a"));
    assertThat(lines).hasSize(3).allMatch(line -> line.startsWith("[one] "));
  }

  @Test
  void keepsTheLinesOfAStackTraceAndEscapesItsMessages() {
    log.debug(new IllegalStateException("a\u001b", new IllegalStateException("b\u202e")));
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0))
        .contains("IllegalStateException: a\\u001b\n", "Caused by: ", "b\\u202e")
        .doesNotContain("\u001b", "\u202e");
  }
}
