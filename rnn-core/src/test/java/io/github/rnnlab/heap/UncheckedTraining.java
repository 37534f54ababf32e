package io.github.rnnlab.heap;

import io.github.rnnlab.checkpoint.CheckpointDirectory;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfig.Generation;
import io.github.rnnlab.config.ExperimentConfig.Prepare;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.experiment.Experiment;
import io.github.rnnlab.experiment.RecordedProgress;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.prepare.Preparations;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.record.RunIdentity;
import io.github.rnnlab.run.GradientSource;
import io.github.rnnlab.run.TrainingLog;
import io.github.rnnlab.run.TrainingRun;
import io.github.rnnlab.sample.Sampling;
import io.github.rnnlab.sample.TextModel;
import io.github.rnnlab.setting.Overrides;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Backends;
import io.github.rnnlab.tensor.Device;
import io.github.rnnlab.token.Split;
import io.github.rnnlab.workplace.Workplace;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** Trains an experiment whatever it needs, to see in what heap it fits. */
final class UncheckedTraining {
  private UncheckedTraining() {}

  /** Takes the config and a directory, and ends with code 3 where the heap is too small. */
  public static void main(String[] arguments) {
    Path file = Path.of(arguments[0]);
    Path directory = Path.of(arguments[1]);
    ExperimentConfig config =
        ExperimentConfigs.readFile(file, new Overrides(null, Map.of())).config();
    PreparedCorpus corpus = prepare(config, file, directory);
    RecordedProgress progress = new RecordedProgress();
    try (Backend backend = Backends.open(config.backend().name(), Device.CPU, 1)) {
      Workplace workplace = Workplace.of(file.resolveSibling("."), directory, "1").offline(true);
      RunIdentity identity = new Experiment(config, workplace, progress).identity(corpus);
      TrainingRun run =
          new TrainingRun(config, workplace, corpus, split(config, corpus), identity, backend);
      run.train(
          CheckpointDirectory.open(
              new RunFiles(directory).checkpoints(), run.fingerprint(), progress::note),
          GradientSource.HERE,
          new TrainingLog(run.plan(), corpus, progress),
          progress,
          () -> write(run.model(), corpus, config.generation()),
          recorder -> {
            if (recorder.epochs().size() < config.training().epochs()) {
              String text = write(run.model(), corpus, config.generation());
              progress.note(text);
            }
          });
    } catch (OutOfMemoryError e) {
      System.exit(3);
    }
  }

  private static String write(LanguageModel model, PreparedCorpus corpus, Generation generation) {
    Sampling beams = Sampling.beams(Objects.requireNonNull(generation.beams(), "beams"));
    return new TextModel(model, corpus.vocabulary())
        .generate(generation.prompt(), generation.length(), beams, 1);
  }

  static PreparedCorpus prepare(ExperimentConfig config, Path file, Path directory) {
    return Preparations.ofCharacters("play", config.prepare().sequenceLength(), 1, false)
        .prepare(file.resolveSibling("play.txt"), directory);
  }

  static Split split(ExperimentConfig config, PreparedCorpus corpus) {
    Prepare prepare = config.prepare();
    return Split.of(
        corpus.tokens(),
        prepare.validationFraction(),
        prepare.testFraction(),
        prepare.sequenceLength(),
        prepare.stride());
  }
}
