package io.github.rnnlab.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.maven.goal.CheckedMojo;
import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class ReportMojoTest {
  @Test
  void aSkippedReportIsNotInTheSite() throws Exception {
    ReportMojo report = new ReportMojo();
    Field skip = CheckedMojo.class.getDeclaredField("skip");
    skip.setAccessible(true); // As Maven does.
    skip.set(report, true);
    assertThat(report.canGenerateReport()).isFalse();
  }
}
