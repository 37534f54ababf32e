package io.github.rnnlab.stage;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.prepare.WindowsFile;
import io.github.rnnlab.source.InputFile;
import io.github.rnnlab.workplace.Workplace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All files that an experiment reads, hashed at one moment.
 *
 * @param text the files of the text
 * @param vocabulary the file of the vocabulary, if there is one
 * @param weights the file of the initial weights, if there is one
 */
public record Inputs(List<InputFile> text, List<InputFile> vocabulary, List<InputFile> weights) {
  private static final String WINDOWS = "prepare.windowsFile";

  /** Hashes the files as they are now. */
  public static Inputs of(ExperimentConfig config, Workplace workplace) {
    Path directory = workplace.configDirectory();
    List<InputFile> text = new ArrayList<>();
    if (config.prepare().windowsFile() != null) {
      Path windows = directory.resolve(config.prepare().windowsFile());
      text.add(InputFile.of(WINDOWS, windows));
      text.add(InputFile.of(WINDOWS + " _chars.json", WindowsFile.charsBeside(windows)));
    } else if (config.corpus() != null) {
      text.addAll(CorpusSources.of(config.corpus(), workplace).inputs());
    }
    return besideText(config, workplace).withText(text);
  }

  /** Hashes all files but those of the text. */
  static Inputs besideText(ExperimentConfig config, Workplace workplace) {
    Path directory = workplace.configDirectory();
    return new Inputs(List.of(), vocabulary(config, directory), weights(config, directory));
  }

  /** Returns a copy with the text of a single file, whose hash was computed while it was read. */
  Inputs withText(Path file, PreparedCorpus corpus) {
    return withText(List.of(InputFile.of("corpus.file", file, corpus.sha256())));
  }

  private Inputs withText(List<InputFile> files) {
    return new Inputs(List.copyOf(files), vocabulary, weights);
  }

  private static List<InputFile> vocabulary(ExperimentConfig config, Path directory) {
    String file = config.prepare().vocabularyFile();
    return file == null
        ? List.of()
        : List.of(InputFile.of("prepare.vocabularyFile", directory.resolve(file)));
  }

  /** Returns the files that prepared tokens are made from. */
  List<InputFile> ofPreparation(ExperimentConfig config) {
    List<InputFile> files = new ArrayList<>(text);
    if (config.corpus() != null) { // The weights may name the vocabulary.
      files.addAll(vocabulary.isEmpty() ? weights : vocabulary);
    }
    return files;
  }

  private static List<InputFile> weights(ExperimentConfig config, Path directory) {
    String initial = config.model().initialWeights();
    return initial == null
        ? List.of()
        : List.of(InputFile.of("model.initialWeights", directory.resolve(initial)));
  }

  /** Returns the SHA-256 of each file by the config key that names it. */
  public Map<String, String> hashes() {
    return hashes(Stream.of(text, vocabulary, weights).flatMap(List::stream).toList());
  }

  /** Returns the hashes by key. */
  static Map<String, String> hashes(List<InputFile> files) {
    Map<String, String> hashes = new TreeMap<>();
    files.forEach(file -> hashes.put(file.key(), file.sha256()));
    return Collections.unmodifiableMap(hashes);
  }

  /**
   * Checks that the files are unchanged at a later moment.
   *
   * @throws BrokenRunException naming the first file that changed, with both hashes
   */
  void requireUnchangedAt(Inputs later) {
    requireUnchanged(text, later.text);
    requireUnchanged(vocabulary, later.vocabulary);
    requireUnchanged(weights, later.weights);
  }

  /**
   * Checks that the text that was read is the one that was hashed. If several files make up the
   * text, only {@link #requireUnchangedAt} can check this.
   */
  void requireRead(PreparedCorpus corpus) {
    for (InputFile file : text) {
      if (List.of("corpus.file", "corpus.url", WINDOWS).contains(file.key())) {
        requireSame(file, corpus.sha256());
      }
    }
  }

  private static void requireUnchanged(List<InputFile> files, List<InputFile> later) {
    for (int i = 0; i < files.size(); i++) {
      requireSame(files.get(i), later.get(i).sha256());
    }
  }

  private static void requireSame(InputFile file, String now) {
    if (!file.sha256().equals(now)) {
      throw new BrokenRunException(
          file.key()
              + ": "
              + file.place()
              + " changed during the run. Its SHA-256 was "
              + file.sha256()
              + " and is now "
              + now
              + ". Nothing was replaced; run again, and leave the file as it is meanwhile.");
    }
  }
}
