package io.github.rnnlab.config;

import io.github.rnnlab.content.TextEncoding;
import io.github.rnnlab.discovery.ConfigFiles;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The config of an experiment, with all defaults filled in. {@link ExperimentConfigs} reads and
 * checks it; the JSON keys are the names of the record components. {@code docs/configuration.md}
 * explains each key and its default.
 *
 * @param name the name of the experiment and of its output directory
 * @param description a sentence for readers; not hashed
 * @param seed the seed of the run: initial weights, window order and, unless overridden, generation
 * @param corpus the text to learn; absent if {@link Prepare#windowsFile()} replaces it
 * @param prepare how text becomes windows of tokens
 * @param model the network
 * @param training how the network is trained
 * @param generation the text to generate after training
 * @param backend what computes; all exact backends give equal results
 * @param checkpoints when to save an unfinished run; does not change the result
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
   * The text to learn, from exactly one of a file, a URL or a Maven artifact.
   *
   * @param name the name of the prepared files; see {@link #effectiveName()}
   * @param file a path, relative to the config's directory
   * @param url an http or https address; downloads are cached
   * @param sha256 64 lower-case hexadecimal digits; required with a URL
   * @param artifact Maven coordinates {@code groupId:artifactId[:extension[:classifier]]:version}
   * @param entries the paths to read inside the artifact, in order
   * @param stylesheet an XSLT stylesheet that turns XML entries into text, relative to the config's
   *     directory
   * @param encoding the encoding of the text, one of {@link
   *     io.github.rnnlab.content.TextEncoding#NAMES}
   * @param lineEnds {@code keep}, or {@code lf} to make line feeds of carriage returns, with or
   *     without a line feed after them
   */
  public record Corpus(
      @Nullable String name,
      @Nullable String file,
      @Nullable String url,
      @Nullable String sha256,
      @Nullable String artifact,
      @Nullable List<String> entries,
      @Nullable String stylesheet,
      String encoding,
      String lineEnds) {

    /** Copies the entries. */
    public Corpus {
      entries = entries == null ? null : List.copyOf(entries);
    }

    /**
     * Returns the configured name, or else the base name of the file or URL without its extension,
     * or else the artifact id. A derived name has {@code _} in place of characters that a
     * configured name cannot have.
     */
    public String effectiveName() {
      return name != null ? name : CorpusName.derivedFrom(this);
    }
  }

  /**
   * How text becomes windows of tokens.
   *
   * @param unit the kind of token: {@code char}, {@code byte} or {@code word}
   * @param sequenceLength predictions per window; a window holds one more token
   * @param stride tokens from the start of one window to the start of the next
   * @param validationFraction the share of the text, at its end, that is held out from training;
   *     before that of the test
   * @param testFraction the share of the text, at its very end, on which the trained model is
   *     judged once
   * @param writeWindows whether to write the windows as a NumPy file
   * @param windowsFile a NumPy file of windows that replaces the corpus, relative to the config's
   *     directory
   * @param minimumCount the least number of times that a word of the vocabulary occurs; absent for
   *     other units
   * @param vocabularySize the most words of the vocabulary; absent for other units
   * @param vocabularyFile a model, or a file such as {@code plays_chars.json}, whose vocabulary
   *     replaces that of the text, relative to the config's directory
   */
  public record Prepare(
      String unit,
      int sequenceLength,
      int stride,
      double validationFraction,
      double testFraction,
      boolean writeWindows,
      @Nullable String windowsFile,
      @Nullable Integer minimumCount,
      @Nullable Integer vocabularySize,
      @Nullable String vocabularyFile) {}

  /**
   * The network.
   *
   * @param cell the recurrent cell: {@code vanilla}, {@code gru} or {@code lstm}
   * @param hiddenSize the size of a layer's hidden state
   * @param layers the number of recurrent layers
   * @param embeddingSize the numbers that stand for a token in the input of the first layer; absent
   *     for one-hot inputs
   * @param tieWeights whether the embedding is also the output weight
   * @param dropout the probability that training drops a number between two layers
   * @param embeddingDropout the probability that training drops a number of the embedding
   * @param outputDropout the probability that training drops a number before the output
   * @param initialization the distribution of the initial weights: {@code normal}, {@code uniform}
   *     or {@code orthogonal}
   * @param initialScale the standard deviation of normal initial weights; biases start at zero
   * @param forgetBias the initial bias of an LSTM's forget gates; absent for other cells
   * @param initialWeights a weights file to start from instead, relative to the config's directory
   */
  public record Model(
      String cell,
      int hiddenSize,
      int layers,
      @Nullable Integer embeddingSize,
      boolean tieWeights,
      double dropout,
      double embeddingDropout,
      double outputDropout,
      String initialization,
      double initialScale,
      @Nullable Double forgetBias,
      @Nullable String initialWeights) {}

  /**
   * How the network is trained.
   *
   * @param windows the number of windows to draw at random and train on; absent for all
   * @param epochs passes over these windows
   * @param batchSize windows per optimizer step
   * @param shards the parts of a batch whose gradients are computed by themselves and then summed;
   *     they divide the batch size
   * @param shuffle whether each epoch has a new random order; false for streams
   * @param stream whether to train on contiguous streams, with the state carried from step to step,
   *     in place of independent windows
   * @param clipNorm the largest norm of a step's gradient; 0 turns clipping off
   * @param clipValue the largest magnitude of a number of a step's gradient; 0 turns this off
   * @param validateEvery epochs from one evaluation on held-out text to the next
   * @param validateEverySteps optimizer steps from one further evaluation to the next, for the
   *     record alone; 0 turns this off
   * @param keepBest whether to also keep the weights of the epoch with the lowest validation loss,
   *     and to generate text with them
   * @param patience epochs without a lower validation loss after which training ends; 0 turns this
   *     off
   * @param seeds one run per seed, in place of {@code seed}; absent for a single run
   * @param optimizer the optimizer
   * @param schedule how the learning rate changes
   */
  public record Training(
      @Nullable Long windows,
      int epochs,
      int batchSize,
      int shards,
      boolean shuffle,
      boolean stream,
      double clipNorm,
      double clipValue,
      int validateEvery,
      int validateEverySteps,
      boolean keepBest,
      int patience,
      @Nullable List<Long> seeds,
      Optimizer optimizer,
      Schedule schedule) {

    /** Copies the seeds. */
    public Training {
      seeds = seeds == null ? null : List.copyOf(seeds);
    }

    /** Returns whether the batch size is the default, for which a text may be too small. */
    public boolean hasDefaultBatchSize() {
      return batchSize == Defaults.tree().path("training").path("batchSize").asInt();
    }
  }

  /**
   * How gradients change weights. A key of another type is absent.
   *
   * @param type {@code adam}, {@code adamw}, {@code rmsprop} or {@code sgd}
   * @param learningRate the step size
   * @param beta1 the decay rate of Adam's first moment
   * @param beta2 the decay rate of Adam's second moment
   * @param epsilon the term that keeps the denominator of Adam and RMSProp above zero
   * @param momentum the decay rate of the velocity of SGD
   * @param nesterov whether this momentum is Nesterov's
   * @param alpha the decay rate of RMSProp's mean of squared gradients
   * @param weightDecay the share of a weight that is added to its gradient, or, with {@code adamw},
   *     that a step of size 1 takes off the weight itself
   */
  public record Optimizer(
      String type,
      double learningRate,
      @Nullable Double beta1,
      @Nullable Double beta2,
      @Nullable Double epsilon,
      @Nullable Double momentum,
      @Nullable Boolean nesterov,
      @Nullable Double alpha,
      double weightDecay) {}

  /**
   * How the learning rate changes from the optimizer's. A key of another type is absent.
   *
   * @param type {@code constant}, {@code step}, {@code exponential}, {@code cosine} or {@code
   *     plateau}
   * @param everyEpochs epochs from one step down to the next
   * @param factor multiplies the rate
   * @param fromEpoch the first epoch after which the rate falls exponentially
   * @param warmupSteps optimizer steps over which the rate rises before it falls along a cosine
   * @param patience validations without improvement before the rate falls
   * @param minLearningRate the rate never falls below this
   */
  public record Schedule(
      String type,
      @Nullable Integer everyEpochs,
      @Nullable Double factor,
      @Nullable Integer fromEpoch,
      @Nullable Long warmupSteps,
      @Nullable Integer patience,
      @Nullable Double minLearningRate) {}

  /**
   * The text to generate.
   *
   * @param prompt the text that the model reads first
   * @param length the number of tokens to generate after the prompt
   * @param temperature divides the logits; 0 always picks the most likely token
   * @param topK how many of the likeliest tokens may be drawn; absent for all
   * @param topP the probability that the fewest likeliest tokens share which may be drawn; 1 for
   *     all
   * @param beams the width of a beam search, which draws nothing; absent to draw token by token
   * @param samples the number of texts, each from a random stream of its own
   * @param stop a text ends before the first of these strings; absent for its whole length
   * @param temperatures the temperatures of the texts in {@code samples.md}; absent for {@code
   *     temperature}
   * @param seed the seed of sampling; absent for the experiment's seed
   */
  public record Generation(
      String prompt,
      int length,
      double temperature,
      @Nullable Integer topK,
      double topP,
      @Nullable Integer beams,
      int samples,
      @Nullable List<String> stop,
      @Nullable List<Double> temperatures,
      @Nullable Long seed) {

    /** Copies the lists. */
    public Generation {
      stop = stop == null ? null : List.copyOf(stop);
      temperatures = temperatures == null ? null : List.copyOf(temperatures);
    }

    /** Returns whether the run leaves more texts than the one of {@code sample.txt}. */
    public boolean hasSeveralTexts() {
      return samples > 1 || temperatures != null;
    }
  }

  /**
   * The backend.
   *
   * @param name {@code vector}, {@code scalar}, {@code nd4j} or {@code auto}
   * @param device {@code cpu} or {@code cuda}
   * @param threads the number of threads; absent for one per available core
   */
  public record Backend(String name, String device, @Nullable Integer threads) {
    /** Returns the number of threads, which is that of this machine's cores if it is absent. */
    public int threadsHere() {
      return Objects.requireNonNullElseGet(
          threads, () -> Runtime.getRuntime().availableProcessors());
    }
  }

  /**
   * When to save a run, so that it can resume after an interruption.
   *
   * @param everySteps optimizer steps between checkpoints; absent for no such limit
   * @param everySeconds seconds between checkpoints
   * @param keep how many recent checkpoints to keep, besides that of the best epoch
   */
  public record Checkpoints(@Nullable Long everySteps, int everySeconds, int keep) {}

  /**
   * Returns the part of this config that is hashed and reported, with keys in the order of the
   * records. It leaves out the description, the backend, the checkpoints and all paths, because the
   * report holds the hashes of the files themselves; of the corpus, only a configured name and how
   * its bytes become characters stay. A key that was added later is left out if its value equals
   * the former behavior. The seed of the generation is filled in; with several seeds, {@code
   * training.seeds} takes the place of {@code seed}.
   */
  public Map<String, Object> hashed() {
    Map<String, Object> all = Json.object(this);
    all.remove("description");
    all.remove("backend");
    all.remove("checkpoints");
    Map<String, Object> text = corpus == null ? new LinkedHashMap<>() : Json.object(corpus);
    text.keySet().retainAll(List.of("name", "encoding", "lineEnds"));
    text.values().removeIf(Objects::isNull);
    all.put("corpus", text);
    all.put("prepare", without("vocabularyFile", without("windowsFile", Json.object(prepare))));
    all.put("model", without("initialWeights", Json.object(model)));
    Map<String, Object> writing = Json.object(generation);
    if (training.seeds() == null) {
      writing.putIfAbsent("seed", seed);
    } else {
      all.remove("seed");
    }
    all.put("generation", writing);
    removeFormerValues("", all);
    if (text.isEmpty()) {
      all.remove("corpus");
    }
    return all;
  }

  /** Returns one section of {@link #hashed()}. The caller owns the map. */
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
   * Returns the value of a later key that stands for the behavior before the key existed; null for
   * all other keys. A config with that value keeps its former hash and report, so that archives
   * outlive new features.
   */
  public static @Nullable Object formerValue(String key) {
    return switch (key) {
      case "corpus.encoding" -> TextEncoding.UTF_8.name();
      case "corpus.lineEnds" -> "keep";
      case "model.initialization" -> "normal";
      case "model.tieWeights" -> false;
      case "model.dropout", "model.embeddingDropout", "model.outputDropout" -> 0.0;
      case "training.shards" -> 1;
      case "training.clipNorm", "training.clipValue" -> 0.0;
      case "training.stream" -> false;
      case "training.keepBest" -> false;
      case "training.validateEverySteps", "training.patience" -> 0;
      case "prepare.testFraction" -> 0.0;
      case "training.optimizer.weightDecay" -> 0.0;
      case "training.schedule" -> Map.of("type", "constant");
      case "generation.topP" -> 1.0;
      case "generation.samples" -> 1;
      default -> null;
    };
  }

  /** Returns the paths of all files that the experiment reads, as configured. */
  public List<String> inputFiles() {
    return ConfigFiles.inputFiles(Json.tree(Json.line(this)));
  }

  /** Returns this config with a single seed. */
  public ExperimentConfig withSeed(long one) {
    Map<String, Object> all = Json.object(this);
    all.put("seed", one);
    all.put("training", without("seeds", Json.object(training)));
    return Json.read(Json.line(all), ExperimentConfig.class);
  }

  /** Returns {@link #hashed()} as canonical JSON: sorted keys, no white space. */
  String canonicalJson() {
    return Json.canonical(hashed());
  }

  /** Returns the SHA-256 of {@link #canonicalJson()}. Equal configs have equal hashes. */
  public String sha256() {
    return Sha256.of(canonicalJson());
  }

  private static Map<String, Object> without(String key, Map<String, Object> section) {
    section.remove(key);
    return section;
  }
}
