package io.github.rnnlab.maven;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.maven.build.BuildContext;
import io.github.rnnlab.maven.site.RunsSection;
import io.github.rnnlab.report.Reports;
import java.io.File;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.maven.doxia.sink.Sink;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.reporting.MavenReport;
import org.apache.maven.reporting.MavenReportException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the page of each finished run, {@code report.html}, and that of each archive without one,
 * and {@code index.html} over all runs of the directory. Nothing is trained. Among the reports of
 * {@code mvn site}, it also lists the runs in the site, with copies of their pages.
 *
 * @since 0.1.0
 */
@Mojo(name = "report", threadSafe = true)
public final class ReportMojo extends GoalMojo implements MavenReport {
  private static final String PAGE = "rnn";

  /** What {@code mvn site} makes of this report, or null if this goal was called by name. */
  private @Nullable Sink site;

  private @Nullable File siteDirectory;

  @Override
  protected void run(BuildContext build) {
    Reports reports = Reports.write(configDirectory(), outputDirectory(), config());
    reports.lines().forEach(build.log()::info);
    if (site != null && siteDirectory != null) {
      Path pages = path(siteDirectory, "the directory of the site").resolve(PAGE);
      new RunsSection(outputDirectory(), pages, PAGE).write(reports.runs(), site);
    }
  }

  @Override
  public void generate(Sink sink, Locale locale) throws MavenReportException {
    site = sink;
    try {
      execute();
    } catch (MojoExecutionException | MojoFailureException e) {
      throw new MavenReportException(e.getMessage(), e);
    }
  }

  /** Returns whether there are runs to list; a parent project need not have any. */
  @Override
  public boolean canGenerateReport() throws MavenReportException {
    try {
      return !isSkipped() && Reports.exist(configDirectory(), outputDirectory(), config());
    } catch (InvalidInputException | BrokenRunException e) {
      throw new MavenReportException(e.getMessage(), e);
    }
  }

  @Override
  public String getOutputName() {
    return PAGE;
  }

  @Override
  public String getCategoryName() {
    return CATEGORY_PROJECT_REPORTS;
  }

  @Override
  public String getName(Locale locale) {
    return "Language models";
  }

  @Override
  public String getDescription(Locale locale) {
    return "The runs of the experiments of this project, with their losses.";
  }

  @Override
  public void setReportOutputDirectory(File directory) {
    siteDirectory = directory;
  }

  @Override
  public @Nullable File getReportOutputDirectory() {
    return siteDirectory;
  }

  @Override
  public boolean isExternalReport() {
    return false;
  }
}
