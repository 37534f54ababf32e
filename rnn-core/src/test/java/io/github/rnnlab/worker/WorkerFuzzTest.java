package io.github.rnnlab.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.Fuzz;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.evaluate.EvaluationRequest;
import io.github.rnnlab.launch.Order;
import io.github.rnnlab.trained.Weights;
import io.github.rnnlab.verify.VerificationRequest;
import io.github.rnnlab.workplace.Workplace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Damages what this package reads. */
final class WorkerFuzzTest {
  @Test
  void requests() throws Exception {
    WorkerRequest request =
        new WorkerRequest(
            Goal.VERIFY,
            Order.of(
                ExperimentConfigs.parse(
                    "{\"name\": \"n\", \"corpus\": {\"file\": \"a\"}}", "n.json"),
                Map.of("corpus.file", "0123"),
                Workplace.of(Path.of("a"), Path.of("b"), "1").withCache(Path.of("c")).offline(true),
                true,
                false),
            Weights.BEST,
            new VerificationRequest(
                Path.of("archive"),
                "",
                List.of(""),
                null,
                Path.of("run"),
                Path.of("results"),
                VerificationRequest.Mode.QUICK,
                7),
            new EvaluationRequest(EvaluationRequest.TRAIN, Path.of("text")),
            new SystemProperties(Map.of("http.proxyHost", "proxy")));
    Fuzz.run(
        "worker requests",
        List.of(bytes(request.toLine())),
        input -> {
          WorkerRequest read = WorkerRequest.fromLine(new String(input, StandardCharsets.UTF_8));
          assertThat(WorkerRequest.fromLine(read.toLine())).isEqualTo(read);
        });
  }

  @Test
  void events() throws Exception {
    List<byte[]> lines = new ArrayList<>();
    for (Event event : EventTest.EVENTS) {
      lines.add(
          new String(event.toBytes(), StandardCharsets.UTF_8)
              .strip()
              .getBytes(StandardCharsets.UTF_8));
    }
    Fuzz.run(
        "events",
        lines,
        input -> {
          Event read = Event.fromLine(new String(input, StandardCharsets.UTF_8));
          if (read != null) {
            String line = new String(read.toBytes(), StandardCharsets.UTF_8);
            assertThat(Event.fromLine(line.substring(1, line.length() - 1))).isEqualTo(read);
          }
          if (read instanceof Event.Note note) {
            assertThat(note.line().codePoints().noneMatch(Fuzz::isControl)).as("plain").isTrue();
          }
        });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
