package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.trained.Weights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConversationTest {
  @TempDir private Path directory;

  @Test
  void beamsAnswerEveryPromptWithTheLikeliestText() throws IOException {
    PlayRun run = PlayRun.in(directory);
    ExperimentConfig config = PlayRun.config("generation.beams=2");
    run.train("out", config);
    Prompts prompts = new Prompts("so", "life", "so");
    run.experiment("out", config, new RecordedProgress()).answer(Weights.FINISHED, prompts);
    assertThat(prompts.answers).hasSize(3);
    assertThat(prompts.answers.get(1)).startsWith("life");
    assertThat(prompts.answers.get(2)).isEqualTo(prompts.answers.get(0)).startsWith("so");
  }

  private static final class Prompts implements Conversation {
    private final Queue<String> left;
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    final List<String> answers = new ArrayList<>();

    Prompts(String... prompts) {
      left = new ArrayDeque<>(List.of(prompts));
    }

    @Override
    public Optional<String> nextPrompt() {
      return Optional.ofNullable(left.poll());
    }

    @Override
    public void piece(byte[] text) {
      answer.writeBytes(text);
    }

    @Override
    public void answered() {
      answers.add(answer.toString(StandardCharsets.UTF_8));
      answer.reset();
    }

    @Override
    public void refused(String message) {
      throw new AssertionError(message);
    }
  }
}
