package io.github.rnnlab.maven.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptsTest {
  @Test
  void everyLineIsAPromptUpToTheEnd() {
    assertThat(commands("ROMEO:\\n\n Ä \r\nend"))
        .containsExactly("prompt ROMEO:\\n", "prompt  Ä ", "prompt end", "end");
    assertThat(commands("")).containsExactly("end");
  }

  @Test
  void anEmptyLineEndsTheSession() {
    assertThat(commands("a\n\nb\n")).containsExactly("prompt a", "end");
  }

  private static List<String> commands(String typed) {
    return Prompts.of(
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
            StandardCharsets.UTF_8)
        .toList();
  }
}
