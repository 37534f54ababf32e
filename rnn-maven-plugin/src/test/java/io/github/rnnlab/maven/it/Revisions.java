package io.github.rnnlab.maven.it;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.experiment.Archiver;
import io.github.rnnlab.experiment.Experiment;
import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.run.Progress;
import io.github.rnnlab.run.ProgressListener;
import io.github.rnnlab.setting.Overrides;
import io.github.rnnlab.workplace.Workplace;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/** Makes a git repository of the project, with an archived run of an experiment in each commit. */
public final class Revisions {
  private static final ProgressListener SILENT =
      new ProgressListener() {
        @Override
        public void note(String line) {}

        @Override
        public void progress(Progress progress) {}

        @Override
        public void epochDone(EpochLoss epoch) {}
      };

  private final Path directory;
  private final Path scratch;
  private final Git git;

  /** Makes the repository in a directory. */
  public Revisions(File directory) throws GitAPIException {
    this.directory = directory.toPath();
    this.scratch = this.directory.resolve("target");
    this.git = Git.init().setDirectory(directory).call();
  }

  /** Sets the learning rate of an experiment, trains and archives it, and commits. */
  public Revisions commit(String name, String learningRate) throws IOException, GitAPIException {
    Path file = directory.resolve(name + ".json");
    String json = Files.readString(file, StandardCharsets.UTF_8);
    Files.writeString(
        file, json.replaceFirst("\"learningRate\": [0-9.]+", "\"learningRate\": " + learningRate));
    ExperimentConfig config =
        ExperimentConfigs.readFile(file, new Overrides(null, Map.of("backend.name", "scalar")))
            .config();
    Workplace workplace = Workplace.of(directory, scratch.resolve("trained"), "1").offline(true);
    new Experiment(config, workplace, SILENT).train(false, true);
    Archiver.archive(config, workplace, directory.resolve("archive").resolve(name));
    git.add().addFilepattern(name + ".json").addFilepattern("archive").call();
    git.commit()
        .setMessage("Learn at " + learningRate)
        .setAuthor("author", "author@example.org")
        .setCommitter("author", "author@example.org")
        .setSign(false)
        .call();
    return this;
  }

  /** Ends the sentence. */
  public boolean done() {
    git.close();
    return true;
  }
}
