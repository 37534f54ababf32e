package io.github.rnnlab.trained;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.modelfile.ModelFile;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.LeastLoss;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.stage.Fingerprints;
import io.github.rnnlab.stage.Fingerprints.Stage;
import io.github.rnnlab.tensor.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The model of a run that generates text. The run's own record identifies it: {@code
 * fingerprints.json} has the hash of the file and {@code report.json} that of the weights. A model
 * without either record is accepted as it is. Immutable.
 *
 * @param name the name of the experiment
 * @param files the files of its run
 * @param file the weights of the best epoch if the run keeps them, otherwise the last weights
 */
public record TrainedModel(String name, RunFiles files, Path file) {
  /** Finds the model of an experiment, which may be missing. */
  public static TrainedModel of(ExperimentConfig config, RunFiles files) {
    boolean best =
        config.training().keepBest()
            && (Files.exists(files.bestModel()) || isRecorded(files.bestModel(), files));
    return new TrainedModel(config.name(), files, best ? files.bestModel() : files.model());
  }

  private static boolean isRecorded(Path file, RunFiles files) {
    return Fingerprints.outputs(Fingerprints.read(files.fingerprints()).train())
        .contains(String.valueOf(file.getFileName()));
  }

  /**
   * Reads the model, and checks that the run wrote it.
   *
   * @throws InvalidInputException if the file is damaged, if the run did not write it, with both
   *     hashes, or if the report is broken
   */
  public ModelFile.LoadedModel read(Backend backend) {
    ModelFile.LoadedModel loaded = ModelFile.read(file, backend);
    require(loaded);
    return loaded;
  }

  private void require(ModelFile.LoadedModel loaded) {
    Stage training = Fingerprints.read(files.fingerprints()).train();
    if (training != null) {
      String left = training.outputs().get(String.valueOf(file.getFileName()));
      if (left == null) {
        throw new InvalidInputException(
            file.toString(),
            "a model that the run has not left",
            "no such file, as fingerprints.json says",
            "Move it elsewhere.");
      }
      requireEqual("the SHA-256 ", fileSha256(), left, RunFiles.FINGERPRINTS);
    }
    if (Files.exists(files.report())) {
      List<EpochRecord> epochs = RunReport.read(files.report()).epochs();
      int best = file.equals(files.bestModel()) ? LeastLoss.of(epochs).epoch() : 0;
      String left = epochs.get((best == 0 ? epochs.size() : best) - 1).weightsSha256();
      requireEqual(
          "weights with the SHA-256 ", loaded.model().weights().sha256(), left, RunFiles.REPORT);
    }
  }

  private String fileSha256() {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      Interruption.rethrow(e);
      throw new BrokenRunException(
          "Cannot read " + file + " again (" + e + "); make it readable.", e);
    }
  }

  private void requireEqual(String what, String found, String left, String record) {
    if (!found.equals(left)) {
      throw new InvalidInputException(
          file.toString(),
          what + found,
          left + ", that of the model which the run has left, as " + record + " says",
          "The file was damaged or replaced: "
              + OtherSeeds.training(name, files.directory())
              + " makes it again, from the last checkpoint if there is one.");
    }
  }
}
