package io.github.rnnlab.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.experiment.Experiment;
import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.run.Progress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTest {
  static final Event[] EVENTS = {
    new Event.Note("größer\n\u001ernn {}"),
    new Event.Training(
        new Progress(1, 2, TokenUnit.CHAR, 3, 4, Double.NaN, 5.5, Double.POSITIVE_INFINITY)),
    new Event.EpochDone(new EpochLoss(1, 2, TokenUnit.CHAR, 1, 2.25, null, 5.5, 6)),
    new Event.EpochDone(new EpochLoss(1, 2, TokenUnit.CHAR, 1, 2.25, 2.5, 5.5, 6)),
    new Event.Trained(Experiment.Training.RESUMED),
    new Event.Text("𝄞 ROMEO:\r\n\t\"\\"),
    new Event.TextEnd(),
    new Event.AwaitsPrompt(),
    new Event.Refusal("generation.prompt: found é"),
    new Event.Failure(Event.Failure.Kind.BROKEN_RUN, "disk full"),
    new Event.Bye()
  };

  @ParameterizedTest
  @FieldSource("EVENTS")
  void isOneLineThatReadsBack(Event event) {
    String written = new String(event.toBytes(), StandardCharsets.UTF_8);
    assertThat(written).startsWith("\n" + Event.PREFIX).endsWith("\n");
    String line = written.substring(1, written.length() - 1);
    assertThat(line).doesNotContain("\n").doesNotContain("\r");
    assertThat(Event.fromLine(line)).isEqualTo(event);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "hello", "rnn {}", "\u001ernn ", "\u001ernn {\"event\":\"no", "\u001ernn {}x"})
  void otherLinesAreNoEvents(String line) {
    assertThat(Event.fromLine(line)).isNull();
  }

  @Test
  void anUnknownEventIsNoEvent() {
    assertThat(Event.fromLine(Event.PREFIX + "{\"event\":\"new\"}")).isNull();
  }
}
