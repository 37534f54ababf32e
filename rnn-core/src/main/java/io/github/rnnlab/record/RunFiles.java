package io.github.rnnlab.record;

import java.nio.file.Path;

/** The files that a run leaves, under {@code target/rnn/<name>}. */
public record RunFiles(Path directory) {
  public Path prepared() {
    return directory.resolve("prepared");
  }

  public Path fingerprints() {
    return directory.resolve("fingerprints.json");
  }

  public Path checkpoints() {
    return directory.resolve("checkpoints");
  }

  public Path model() {
    return directory.resolve("model.safetensors");
  }

  public Path bestModel() {
    return directory.resolve("model-best.safetensors");
  }

  public Path report() {
    return directory.resolve("report.json");
  }

  public Path environment() {
    return directory.resolve("environment.json");
  }

  public Path lossCsv() {
    return directory.resolve("loss.csv");
  }

  public Path lossChart() {
    return directory.resolve("loss.svg");
  }

  public Path sample() {
    return directory.resolve("sample.txt");
  }
}
