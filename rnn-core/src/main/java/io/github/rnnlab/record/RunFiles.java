package io.github.rnnlab.record;

import java.nio.file.Path;
import java.util.List;

/**
 * The files of a run in its directory, such as {@code target/rnn/quickstart}.
 *
 * @param directory the directory of the run
 */
public record RunFiles(Path directory) {
  /** The name of the report. */
  public static final String REPORT = "report.json";

  /** The name of the last weights. */
  public static final String MODEL = "model.safetensors";

  /** The name of the weights after the best epoch. */
  public static final String BEST_MODEL = "model-best.safetensors";

  /** The name of the losses as a table. */
  public static final String LOSS_CSV = "loss.csv";

  /** The name of the losses at intervals of steps as a table. */
  public static final String STEP_LOSS_CSV = "loss-steps.csv";

  /** The name of the losses as a chart. */
  public static final String LOSS_CHART = "loss.svg";

  /** The name of the text that the trained model writes. */
  public static final String SAMPLE = "sample.txt";

  /** The name of the record of what the stages were made from. */
  public static final String FINGERPRINTS = "fingerprints.json";

  /** The name of the page for readers, which follows from the other files. */
  public static final String PAGE = "report.html";

  private static final String ONNX = "model.onnx";
  private static final String PACKAGE = "model.zip";
  private static final String INSPECTION = "inspect.html";
  private static final String EVALUATION = "evaluation-";

  /** Files that goals make of a trained model, beside evaluations. */
  private static final List<String> MADE_OF_MODEL = List.of(PAGE, ONNX, PACKAGE, INSPECTION);

  /**
   * Returns whether goals make the file of that name of a trained model. It belongs to the run that
   * trained the model.
   */
  public static boolean isMadeOfModel(String name) {
    return MADE_OF_MODEL.contains(name) || name.startsWith(EVALUATION);
  }

  /** Returns the directory of the prepared corpus. */
  public Path prepared() {
    return directory.resolve("prepared");
  }

  /** Returns the record of what the stages were made from. */
  public Path fingerprints() {
    return directory.resolve(FINGERPRINTS);
  }

  /** Returns the directory of the checkpoints of all runs in this directory. */
  public Path checkpoints() {
    return directory.resolve("checkpoints");
  }

  /** Returns the directory of finished runs of other configs. */
  public Path kept() {
    return directory.resolve("kept");
  }

  /** Returns the directory of what can be looked at while a run goes on. */
  public Path live() {
    return directory.resolve("live");
  }

  /** Returns the file of the last weights. */
  public Path model() {
    return directory.resolve(MODEL);
  }

  /** Returns the file of the weights after the best epoch. */
  public Path bestModel() {
    return directory.resolve(BEST_MODEL);
  }

  /** Returns the file of one step of the model as ONNX. */
  public Path onnx() {
    return directory.resolve(ONNX);
  }

  /** Returns the zip of the model with its vocabulary and report. */
  public Path modelPackage() {
    return directory.resolve(PACKAGE);
  }

  /** Returns the file of the report. */
  public Path report() {
    return directory.resolve(REPORT);
  }

  /** Returns the file of everything that may differ between runs with equal reports. */
  public Path environment() {
    return directory.resolve("environment.json");
  }

  /** Returns the file of the losses as a table. */
  public Path lossCsv() {
    return directory.resolve(LOSS_CSV);
  }

  /** Returns the file of the losses at intervals of steps as a table. */
  public Path stepLossCsv() {
    return directory.resolve(STEP_LOSS_CSV);
  }

  /** Returns the file of the norms of the gradients as a table. */
  public Path gradientNormsCsv() {
    return directory.resolve("gradient-norms.csv");
  }

  /** Returns the file of the losses as a chart. */
  public Path lossChart() {
    return directory.resolve(LOSS_CHART);
  }

  /** Returns the file of the page for readers. */
  public Path page() {
    return directory.resolve(PAGE);
  }

  /** Returns the file of the look inside the model. */
  public Path inspection() {
    return directory.resolve(INSPECTION);
  }

  /** Returns a file of the evaluation of the model on a text of some name. */
  public Path evaluation(String name) {
    return directory.resolve(EVALUATION + name);
  }

  /** Returns the file of several texts that the trained model writes. */
  public Path samples() {
    return directory.resolve("samples.md");
  }

  /** Returns the file of the texts that the model wrote before the end of its training. */
  public Path earlySamples() {
    return directory.resolve("samples-in-training.md");
  }

  /** Returns the file of the text that the trained model writes. */
  public Path sample() {
    return directory.resolve(SAMPLE);
  }
}
