package io.github.rnnlab.maven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.archive.Finding;
import io.github.rnnlab.archive.Finding.Kind;
import io.github.rnnlab.verify.Verification;
import io.github.rnnlab.verify.Verification.Check;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerificationSummaryTest {
  private static final Check PASSED = new Check("the archive is whole", null, false, 0.25);
  private static final Check FAILED =
      new Check(
          "the config is the archived one",
          new Finding(Kind.NOT_COMPARABLE, "found ```<b>, expected nothing. Undo it."),
          false,
          1);
  private static final Check SKIPPED = new Check("the run is the archived one", null, true, 0);

  @Test
  void countsAndListsTheRuns() {
    VerificationSummary summary = new VerificationSummary();
    summary.add("good", new Verification("good", "", List.of(PASSED, PASSED)));
    assertThat(summary.markdown("project"))
        .isEqualTo(
            """
            ### project: 1 of 1 run comes out as archived

            | run | result | checks | seconds |
            | --- | --- | ---: | ---: |
            | `good` | as archived | 2 of 2 | 0.500 |
            """);
    summary.add("bad", new Verification("bad", "", List.of(PASSED, FAILED, SKIPPED)));
    assertThat(summary.markdown("project"))
        .isEqualTo(
            """
            ### project: 1 of 2 runs come out as archived

            | run | result | checks | seconds |
            | --- | --- | ---: | ---: |
            | `good` | as archived | 2 of 2 | 0.500 |
            | `bad` | **not as archived** | 1 of 3 | 1.250 |

            ````text
            found ```<b>, expected nothing. Undo it.
            ````
            """);
    assertThat(summary.findings()).containsExactly("found ```<b>, expected nothing. Undo it.");
    assertThat(summary.runs()).isEqualTo(2);
  }
}
