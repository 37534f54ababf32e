package io.github.rnnlab.experiment;

import java.nio.file.Path;

/** The files that a run leaves, under {@code target/rnn/<name>}. */
record RunFiles(Path directory) {
  Path prepared() {
    return directory.resolve("prepared");
  }

  Path fingerprints() {
    return directory.resolve("fingerprints.json");
  }

  Path checkpoints() {
    return directory.resolve("checkpoints");
  }

  Path model() {
    return directory.resolve("model.safetensors");
  }

  Path bestModel() {
    return directory.resolve("model-best.safetensors");
  }

  Path report() {
    return directory.resolve("report.json");
  }

  Path environment() {
    return directory.resolve("environment.json");
  }

  Path lossCsv() {
    return directory.resolve("loss.csv");
  }

  Path lossChart() {
    return directory.resolve("loss.svg");
  }

  Path sample() {
    return directory.resolve("sample.txt");
  }
}
