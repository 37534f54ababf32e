package io.github.rnnlab.config;

import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An experiment, with every default filled in. {@link ExperimentConfigs} reads it from JSON, whose
 * keys are the names of these components, and checks every value on the way; {@code
 * docs/configuration.md} says what each key means and why it has its default.
 *
 * @param name names the experiment and its output directory
 * @param description a sentence for people
 * @param seed where all randomness starts
 * @param corpus the text; absent if {@link Prepare#windowsFile()} replaces it
 * @param prepare how the text becomes windows of tokens
 * @param model the network
 * @param training how the network learns
 * @param generation the text that a trained model writes
 * @param backend what computes; of one numeric class, it cannot change a result
 * @param checkpoints when to save a run that may be interrupted; they cannot change a result
 */
public record ExperimentConfig(
    String name,
    String description,
    long seed,
    @Nullable Corpus corpus,
    Prepare prepare,
    Model model,
    Training training,
    Generation generation,
    Backend backend,
    Checkpoints checkpoints) {

  /**
   * The text to learn, from exactly one of a file, a URL and an artifact.
   *
   * @param name names the prepared files; see {@link #effectiveName()}
   * @param file a path, relative to the config's directory
   * @param url an http or https address, kept in a local cache
   * @param sha256 64 lower-case hexadecimal digits; required with a URL
   * @param artifact Maven coordinates {@code groupId:artifactId[:extension[:classifier]]:version}
   * @param entries what to read inside the artifact, in order
   * @param stylesheet an XSLT that makes text of XML entries, relative to the config's directory
   */
  public record Corpus(
      @Nullable String name,
      @Nullable String file,
      @Nullable String url,
      @Nullable String sha256,
      @Nullable String artifact,
      @Nullable List<String> entries,
      @Nullable String stylesheet) {

    /** Keeps its own copy of the entries. */
    public Corpus {
      entries = entries == null ? null : List.copyOf(entries);
    }

    /**
     * Returns the configured name, else the base name of the file or URL without its extension,
     * else the artifact's id. In a derived name, characters that a config could not give become
     * {@code _}.
     */
    public String effectiveName() {
      return name != null ? name : CorpusName.derivedFrom(this);
    }
  }

  /**
   * How the text becomes windows of tokens.
   *
   * @param unit what a token is: {@code char}
   * @param sequenceLength tokens that a window predicts; the window holds one more
   * @param stride tokens between the starts of neighbouring windows
   * @param validationFraction the share of the text, at its end, that is never trained on
   * @param writeWindows whether to write the windows as a NumPy file
   * @param windowsFile a NumPy file of windows that replaces the corpus, relative to the config's
   *     directory
   */
  public record Prepare(
      String unit,
      int sequenceLength,
      int stride,
      double validationFraction,
      boolean writeWindows,
      @Nullable String windowsFile) {}

  /**
   * The network.
   *
   * @param cell the recurrent cell: {@code vanilla}, {@code gru} or {@code lstm}
   * @param hiddenSize numbers in the hidden state of a layer
   * @param layers recurrent layers, each of which reads the states of the one below
   * @param initialization how the weights start: {@code normal}, {@code uniform} or {@code
   *     orthogonal}
   * @param initialScale standard deviation of normal initial weights; their biases start at zero
   * @param forgetBias what the forget gates of an LSTM add at first; absent for other cells
   * @param initialWeights a weights file to start from instead, relative to the config's directory
   */
  public record Model(
      String cell,
      int hiddenSize,
      int layers,
      String initialization,
      double initialScale,
      @Nullable Double forgetBias,
      @Nullable String initialWeights) {}

  /**
   * How the network learns.
   *
   * @param windows how many windows to draw at random and train on; absent for all
   * @param epochs passes over these windows
   * @param batchSize windows per step of the optimiser
   * @param shuffle whether each epoch has a new random order
   * @param clipNorm the largest norm that the gradient of a step may have; 0 for any
   * @param validateEvery epochs from one judgement on held-out text to the next
   * @param keepBest whether to keep the weights of the epoch with the least validation loss, too,
   *     and to write text with them
   * @param seeds the experiment is run once with each of them as its seed; absent for one run
   * @param optimizer how gradients change weights
   */
  public record Training(
      @Nullable Long windows,
      int epochs,
      int batchSize,
      boolean shuffle,
      double clipNorm,
      int validateEvery,
      boolean keepBest,
      @Nullable List<Long> seeds,
      Optimizer optimizer) {

    /** Keeps its own copy of the seeds. */
    public Training {
      seeds = seeds == null ? null : List.copyOf(seeds);
    }
  }

  /**
   * Adam (Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1).
   *
   * @param type {@code adam}
   * @param learningRate the step size, alpha in the paper
   * @param beta1 decay of the mean of gradients
   * @param beta2 decay of the mean of squared gradients
   * @param epsilon keeps the division finite
   */
  public record Optimizer(
      String type, double learningRate, double beta1, double beta2, double epsilon) {}

  /**
   * The text that a trained model writes.
   *
   * @param prompt what the model reads first
   * @param length tokens to write after it
   * @param temperature divides the logits; 0 always takes the likeliest token
   * @param seed where this randomness starts; absent for the experiment's
   */
  public record Generation(String prompt, int length, double temperature, @Nullable Long seed) {}

  /**
   * What computes.
   *
   * @param name {@code vector}, {@code scalar} or {@code auto}
   * @param threads how many threads; absent for one per available core
   */
  public record Backend(String name, @Nullable Integer threads) {}

  /**
   * When to save a run, so that it can go on after an interruption.
   *
   * @param everySteps steps of the optimiser from one checkpoint to the next; absent for none
   * @param everySeconds seconds from one checkpoint to the next
   * @param keep how many of the last to keep, beside the best by validation
   */
  public record Checkpoints(@Nullable Long everySteps, int everySeconds, int keep) {}

  /**
   * Returns the part of this config that is hashed and reported, keys in the order of the records:
   * everything but the description, the backend, the checkpoints and where files are (of the corpus
   * only a configured name stays): the report holds the hashes of what was read. A key that came
   * later than others is left out where it changes nothing, too. The seed of the generation is
   * filled in; where there are several seeds, they take the place of the seed.
   */
  public Map<String, Object> hashed() {
    Map<String, Object> all = Json.object(this);
    all.remove("description");
    all.remove("backend");
    all.remove("checkpoints");
    if (corpus != null && corpus.name() != null) {
      all.put("corpus", new LinkedHashMap<>(Map.of("name", corpus.name())));
    } else {
      all.remove("corpus");
    }
    all.put("prepare", without("windowsFile", Json.object(prepare)));
    all.put("model", without("initialWeights", Json.object(model)));
    Map<String, Object> writing = Json.object(generation);
    if (training.seeds() == null) {
      writing.putIfAbsent("seed", seed);
    } else {
      all.remove("seed");
    }
    all.put("generation", writing);
    removeFormerValues("", all);
    return all;
  }

  /** Returns a section of {@link #hashed()}, as a map that is the caller's. */
  public Map<String, Object> hashed(String section) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (hashed().get(section) instanceof Map<?, ?> hashed) {
      hashed.forEach((key, value) -> values.put(String.valueOf(key), value));
    }
    return values;
  }

  private static void removeFormerValues(String path, Map<?, ?> section) {
    section
        .entrySet()
        .removeIf(key -> Objects.equals(key.getValue(), formerValue(path + key.getKey())));
    section.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> inner) {
            removeFormerValues(path + key + ".", inner);
          }
        });
  }

  /**
   * Returns for a key that came later than others the value that stands for what was computed
   * before it existed; null for all others. With that value a config keeps the hash and the report
   * that it had then: archives outlive features.
   */
  private static @Nullable Object formerValue(String key) {
    return switch (key) {
      case "model.initialization" -> "normal";
      case "training.clipNorm" -> 0.0;
      case "training.keepBest" -> false;
      default -> null;
    };
  }

  /** Returns the paths of all files that the experiment reads, as the config has them. */
  public List<String> inputFiles() {
    return Stream.of(
            corpus == null ? null : corpus.file(),
            corpus == null ? null : corpus.stylesheet(),
            prepare.windowsFile(),
            model.initialWeights())
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .toList();
  }

  /** Returns this config with one seed in place of all others. */
  public ExperimentConfig withSeed(long one) {
    Map<String, Object> all = Json.object(this);
    all.put("seed", one);
    all.put("training", without("seeds", Json.object(training)));
    return Json.read(Json.line(all), ExperimentConfig.class);
  }

  /** Returns {@link #hashed()} as canonical JSON: sorted keys, no white space. */
  public String canonicalJson() {
    return Json.canonical(hashed());
  }

  /** Returns the SHA-256 of {@link #canonicalJson()}: equal configs have equal hashes. */
  public String sha256() {
    return Sha256.of(canonicalJson());
  }

  private static Map<String, Object> without(String key, Map<String, Object> section) {
    section.remove(key);
    return section;
  }
}
