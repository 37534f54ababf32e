package io.github.rnnlab.stage;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.source.CorpusSource;
import io.github.rnnlab.workplace.Workplace;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CorpusSourcesTest {
  private static final String SECRET = "http://user:pw@example.org:1/a.txt?token=secret";

  @Test
  void recordsAndShowsNoPasswordOfAnAddress() {
    ExperimentConfig config = config(SECRET);
    assertThat(CorpusSources.describe(config)).isEqualTo("http://example.org:1/a.txt?…");
    CorpusSource source =
        CorpusSources.of(
            requireNonNull(config.corpus()),
            Workplace.of(Path.of(""), Path.of(""), "1").withCache(Path.of("none")).offline(true));
    assertThat(source.inputs().toString()).doesNotContain("pw").doesNotContain("secret");
    assertThatThrownBy(() -> source.fetch(Path.of("none")))
        .hasMessageContaining("no whole copy of http://example.org:1/a.txt?… in")
        .hasMessageNotContaining("pw")
        .hasMessageNotContaining("secret");
  }

  @Test
  void refusesAnAddressWithoutShowingItsPassword() {
    for (String wrong : new String[] {"ftp" + SECRET.substring(4), SECRET.replace("a.t", "a b%")}) {
      assertThatThrownBy(() -> config(wrong))
          .hasMessageContaining("corpus.url: found ")
          .hasMessageNotContaining("pw")
          .hasMessageNotContaining("secret");
    }
  }

  private static ExperimentConfig config(String url) {
    return ExperimentConfigs.parse(
        "{\"name\": \"n\", \"corpus\": {\"url\": \"%s\", \"sha256\": \"%s\"}}"
            .formatted(url, "0".repeat(64)),
        "n.json");
  }
}
