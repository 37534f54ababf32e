package io.github.rnnlab.maven.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.maven.build.BuildContext;
import io.github.rnnlab.plan.PlannedRun;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.project.MavenProject;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
  @TempDir Path directory;

  @Test
  void refusesTheFilesOfAnExperiment() {
    PlannedRun play = run("play", "target/rnn/play");
    refuses("target/rnn/play/sample.txt", play, "which is among the files of the run");
    refuses("play.txt", play, "which the experiment reads");
    refuses("other.json", play, "which the experiment reads");
    assertThatCode(() -> claim("target/rnn/other/text.txt", play)).doesNotThrowAnyException();
  }

  /** A packaged model has a directory that its name does not tell. */
  @Test
  void refusesTheFilesOfAPackagedModel() {
    PlannedRun model = run("g:a:zip:model:1", "target/rnn/models/g_a_zip_model_1");
    refuses(
        "target/rnn/models/g_a_zip_model_1/report.json",
        model,
        "which is among the files of the run");
    assertThatCode(() -> claim("target/rnn/play/text.txt", model)).doesNotThrowAnyException();
  }

  private void refuses(String file, PlannedRun experiment, String why) {
    assertThatThrownBy(() -> claim(file, experiment))
        .hasMessageStartingWith("rnn.output: found " + directory.resolve(file) + ", " + why);
  }

  private void claim(String file, PlannedRun experiment) {
    MavenSession session =
        new MavenSession(
            null,
            MavenRepositorySystemUtils.newSession(),
            new DefaultMavenExecutionRequest(),
            new DefaultMavenExecutionResult());
    BuildContext build =
        new BuildContext(
            session,
            new MavenProject(),
            "1",
            List.of(),
            new SystemStreamLog(),
            new LinkedHashMap<>());
    TextFile.claim(directory.resolve(file), directory, List.of(experiment), build);
  }

  private PlannedRun run(String label, String output) {
    ExperimentConfig config =
        ExperimentConfigs.parse(
            "{\"name\": \"play\", \"corpus\": {\"file\": \"play.txt\"}}", "play.json");
    return new PlannedRun(label, config, directory.resolve(output));
  }
}
