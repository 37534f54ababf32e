package io.github.rnnlab.maven;

import io.github.rnnlab.maven.build.BuildContext;
import io.github.rnnlab.report.Reports;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Makes the page of each finished run, {@code report.html}, and that of each archive without one,
 * and {@code index.html} over all runs of the directory. Nothing is trained.
 */
@Mojo(name = "report", threadSafe = true)
public final class ReportMojo extends GoalMojo {
  @Override
  void run(BuildContext build) {
    Reports.write(configDirectory(), outputDirectory(), config()).forEach(build.log()::info);
  }
}
