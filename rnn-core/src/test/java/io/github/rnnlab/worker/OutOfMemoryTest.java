package io.github.rnnlab.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutOfMemoryTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Java heap space",
        "GC overhead limit exceeded",
        "Requested array size exceeds VM limit"
      })
  void advisesTwiceTheHeapThatWasThere(String reason) {
    assertThat(OutOfMemory.describe(reason, 6L << 30))
        .isEqualTo(
            "The worker ran out of memory ("
                + reason
                + "): its heap of 6,144 MB is too small. Give it twice as much with"
                + " -Drnn.argLine=-Xmx12288m, or make the run smaller: lower model.hiddenSize,"
                + " training.batchSize or prepare.sequenceLength.");
  }

  /** A larger heap would leave even less. */
  @Test
  void advisesNoLargerHeapWhereTheSystemsMemoryIsWhatLacks() {
    assertThat(
            OutOfMemory.describe(
                "unable to create native thread: possibly out of memory or process/resource"
                    + " limits reached",
                (24L << 20) + 1))
        .contains("and not of its heap of 25 MB. Free memory of the system")
        .doesNotContain("-Xmx");
  }
}
