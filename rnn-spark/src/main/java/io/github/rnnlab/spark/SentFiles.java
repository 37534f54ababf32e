package io.github.rnnlab.spark;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.launch.Order;
import io.github.rnnlab.prepare.WindowsFile;
import io.github.rnnlab.spark.SentFile.Place;
import io.github.rnnlab.workplace.Workplace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * Sends files to the executors: each once, by broadcast, of which an executor fetches only what it
 * lacks. Threads may share it.
 */
final class SentFiles {
  /** A broadcast is an array in the driver's heap. */
  private static final long MOST_BYTES = 1L << 30;

  private final JavaSparkContext spark;
  private final Map<Path, Content> contents = new ConcurrentHashMap<>();

  private record Content(String sha256, @Nullable Broadcast<byte[]> bytes) {}

  SentFiles(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * Returns the files that a run reads. One that does not exist is left out: the run says what is
   * wrong, or gets it from its address.
   */
  List<SentFile> of(Order order) {
    ExperimentConfig config = order.config();
    Workplace workplace = order.workplace();
    List<SentFile> files = new ArrayList<>();
    ExperimentConfig.Corpus corpus = config.corpus();
    if (corpus != null) {
      addConfigFile("corpus.file", corpus.file(), workplace, files);
      addConfigFile("corpus.stylesheet", corpus.stylesheet(), workplace, files);
      if (corpus.url() != null && corpus.sha256() != null) {
        Path cached = workplace.cacheDirectory().resolve(corpus.sha256());
        add("corpus.url", Place.CACHE, corpus.sha256(), cached, files);
      }
      Path artifact = workplace.artifact();
      if (artifact != null) {
        add(
            "corpus.artifact",
            Place.ARTIFACT,
            String.valueOf(artifact.getFileName()),
            artifact,
            files);
      }
    }
    String windows = config.prepare().windowsFile();
    addConfigFile("prepare.windowsFile", windows, workplace, files);
    if (windows != null) {
      String characters = WindowsFile.charsBeside(Path.of(windows)).toString();
      addConfigFile("prepare.windowsFile", characters, workplace, files);
    }
    addConfigFile("prepare.vocabularyFile", config.prepare().vocabularyFile(), workplace, files);
    addConfigFile("model.initialWeights", config.model().initialWeights(), workplace, files);
    return files;
  }

  private void addConfigFile(
      String key, @Nullable String path, Workplace workplace, List<SentFile> files) {
    if (path != null) {
      add(key, Place.CONFIG, path, workplace.configDirectory().resolve(path), files);
    }
  }

  private void add(String key, Place place, String path, Path file, List<SentFile> files) {
    Path origin = file.toAbsolutePath().normalize();
    if (Files.isRegularFile(origin)) {
      Content content = contents.computeIfAbsent(origin, this::content);
      files.add(new SentFile(key, place, path, origin.toString(), content.sha256, content.bytes));
    }
  }

  private Content content(Path file) {
    try {
      String sha256 = Sha256.of(file);
      if (spark.isLocal() || Files.size(file) > MOST_BYTES) {
        return new Content(sha256, null);
      }
      return new Content(sha256, spark.broadcast(Files.readAllBytes(file)));
    } catch (IOException e) {
      Interruption.rethrow(e);
      throw new BrokenRunException("Cannot read " + file + " (" + e + ").", e);
    } catch (UncheckedIOException e) {
      throw new BrokenRunException("Cannot send " + file + " (" + e + ").", e);
    }
  }
}
