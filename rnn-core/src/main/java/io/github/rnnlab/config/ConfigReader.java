package io.github.rnnlab.config;

import io.github.rnnlab.config.ExperimentConfig.Backend;
import io.github.rnnlab.config.ExperimentConfig.Checkpoints;
import io.github.rnnlab.config.ExperimentConfig.Corpus;
import io.github.rnnlab.config.ExperimentConfig.Generation;
import io.github.rnnlab.config.ExperimentConfig.Model;
import io.github.rnnlab.config.ExperimentConfig.Optimizer;
import io.github.rnnlab.config.ExperimentConfig.Prepare;
import io.github.rnnlab.config.ExperimentConfig.Schedule;
import io.github.rnnlab.config.ExperimentConfig.Training;
import io.github.rnnlab.content.TextEncoding;
import io.github.rnnlab.discovery.ReservedNames;
import io.github.rnnlab.setting.Section;
import io.github.rnnlab.source.PublicAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks every key of a config, one statement per key. */
final class ConfigReader {
  /**
   * The most epochs of a run. The report takes up to 500 bytes per epoch and must fit a Java
   * string.
   */
  static final int MOST_EPOCHS = 4_000_000;

  /** The most sequences of a batch. */
  private static final int MOST_SEQUENCES = 65_536;

  /** The most texts that a beam search keeps, each with a state and a copy of weights. */
  private static final int MOST_BEAMS = 1_000;

  private static final int MOST_SAMPLES = 10_000;

  private static final Pattern URL = Pattern.compile("https?://[^/\\s]\\S*");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern ARTIFACT = Pattern.compile("[\\w.-]+(:[\\w.-]+){2,4}");

  private ConfigReader() {}

  static ExperimentConfig experiment(Section at) {
    Prepare prepare = prepare(at.section("prepare"));
    if (at.has("corpus") == (prepare.windowsFile() != null)) {
      throw at.refuse(
          "corpus",
          at.has("corpus") ? "both corpus and prepare.windowsFile" : "nothing",
          "exactly one of corpus and prepare.windowsFile",
          at.has("corpus")
              ? "Remove one of them."
              : "Give corpus.file, corpus.url or corpus.artifact, or else prepare.windowsFile.");
    }
    return checked(
        at,
        new ExperimentConfig(
            experimentName(at),
            at.anyText("description"),
            at.wholeNumber("seed", Long.MIN_VALUE, Long.MAX_VALUE),
            at.has("corpus") ? corpus(at.section("corpus")) : null,
            prepare,
            model(at.section("model")),
            training(at.section("training"), prepare.validationFraction() > 0),
            generation(at.section("generation")),
            backend(at.section("backend")),
            checkpoints(at.section("checkpoints"))));
  }

  /** Checks what keys of several sections mean together. */
  private static ExperimentConfig checked(Section at, ExperimentConfig config) {
    if (config.training().stream() && config.prepare().windowsFile() != null) {
      throw at.refuse(
          "training.stream",
          "true beside prepare.windowsFile",
          "false, since windows of a file need not follow each other",
          "Give the text as a corpus, or set training.stream to false.");
    }
    if (config.prepare().windowsFile() != null && !config.prepare().unit().equals("char")) {
      throw at.refuse(
          "prepare.unit",
          Section.quote(config.prepare().unit()) + " beside prepare.windowsFile",
          "\"char\", of which a file of windows consists");
    }
    if (config.corpus() != null && config.prepare().unit().equals("byte")) {
      refuseForBytes(at, "encoding", config.corpus().encoding(), TextEncoding.UTF_8.name());
      refuseForBytes(at, "lineEnds", config.corpus().lineEnds(), "keep");
    }
    return config;
  }

  /** The bytes of a file are learned as they are. */
  private static void refuseForBytes(Section at, String key, String found, String expected) {
    if (!found.equals(expected)) {
      throw at.refuse(
          "corpus." + key,
          Section.quote(found) + " beside prepare.unit \"byte\"",
          "no such key, since bytes are learned as they are in the file",
          "Remove corpus." + key + ", or set prepare.unit to \"char\".");
    }
  }

  private static String experimentName(Section at) {
    String name = at.name("name");
    if (ReservedNames.contains(name)) {
      throw at.refuse(
          "name",
          Section.quote(name) + ", a name that goals keep for their own files",
          "another name",
          "Give the experiment another \"name\", or its file if it has none.");
    }
    return name;
  }

  private static Corpus corpus(Section at) {
    Corpus corpus =
        new Corpus(
            at.optionalName("name"),
            at.optionalPath("file"),
            url(at),
            at.optionalText("sha256", SHA256, "64 lower-case hexadecimal digits"),
            at.optionalText(
                "artifact", ARTIFACT, "groupId:artifactId[:extension[:classifier]]:version"),
            at.optionalTexts("entries"),
            at.optionalPath("stylesheet"),
            encoding(at),
            at.has("lineEnds") ? at.oneOf("lineEnds", "keep", "lf") : "keep");
    List<String> sources = Stream.of("file", "url", "artifact").filter(at::has).toList();
    if (sources.size() != 1) {
      throw at.refuse(
          sources.isEmpty() ? "file" : sources.get(1),
          sources.isEmpty() ? "nothing" : String.join(" and ", sources),
          "exactly one of corpus.file, corpus.url and corpus.artifact",
          sources.isEmpty()
              ? "Say where the text comes from."
              : "Remove all but one; -Drnn.corpus=PATH replaces whatever is configured.");
    }
    require(at, "url", "sha256", "Give the SHA-256 of what the URL serves.");
    require(at, "artifact", "entries", "List the paths to read inside the artifact, in order.");
    require(at, "entries", "artifact", "Name the artifact that holds the entries.");
    require(at, "stylesheet", "artifact", "A stylesheet makes text of an artifact's XML entries.");
    return corpus;
  }

  private static String encoding(Section at) {
    String name =
        at.has("encoding")
            ? at.oneOf("encoding", TextEncoding.NAMES.toArray(String[]::new))
            : TextEncoding.UTF_8.name();
    if (at.has("stylesheet") && !name.equals(TextEncoding.UTF_8.name())) {
      throw at.refuse(
          "encoding",
          Section.quote(name) + " beside corpus.stylesheet, which makes text in UTF-8",
          "no such key, since XML names its own encoding",
          "Remove corpus.encoding.");
    }
    return name;
  }

  private static Prepare prepare(Section at) {
    String unit = at.oneOf("unit", "char", "byte", "word");
    int sequenceLength = at.wholeInt("sequenceLength", 1, 1_000_000);
    Integer stride = at.optionalInt("stride", 1, Integer.MAX_VALUE);
    double validation = at.fraction("validationFraction");
    return new Prepare(
        unit,
        sequenceLength,
        Objects.requireNonNullElse(stride, sequenceLength),
        validation,
        testFraction(at, validation),
        at.flag("writeWindows"),
        at.optionalPath("windowsFile"),
        ofWords(at, unit, "minimumCount", 1, Integer.MAX_VALUE, 2),
        ofWords(at, unit, "vocabularySize", 2, 1_000_000, 10_000),
        vocabularyFile(at));
  }

  private static @Nullable String vocabularyFile(Section at) {
    String file = at.optionalPath("vocabularyFile");
    if (file != null && at.has("windowsFile")) {
      throw at.refuse(
          "vocabularyFile",
          Section.quote(file) + " beside prepare.windowsFile",
          "no such key, since the characters of windows are in the _chars.json beside them",
          "Remove one of them.");
    }
    return file;
  }

  private static double testFraction(Section at, double validation) {
    double test = at.fraction("testFraction");
    if (test > 0 && test >= 1 - validation) {
      throw at.refuse(
          "testFraction",
          test + " beside a validationFraction of " + validation + ", which leave no training text",
          "fractions that are below 1 together",
          "Lower prepare.testFraction or prepare.validationFraction.");
    }
    return test;
  }

  private static @Nullable Integer ofWords(
      Section at, String unit, String key, int least, int most, int byDefault) {
    Integer value = at.optionalInt(key, least, most);
    if (value != null && at.has("vocabularyFile")) {
      throw at.refuse(
          key,
          value + " beside prepare.vocabularyFile",
          "no such key, since that file has all words",
          "Remove one of them.");
    }
    if (at.has("vocabularyFile")) {
      return null;
    }
    if (unit.equals("word")) {
      return Objects.requireNonNullElse(value, byDefault);
    }
    if (value != null) {
      throw at.refuse(
          key,
          value + " for the unit " + unit + ", whose vocabulary is complete",
          "no such key, or prepare.unit \"word\"",
          "Remove prepare." + key + ", or set prepare.unit to \"word\".");
    }
    return null;
  }

  private static Model model(Section at) {
    String cell = at.oneOf("cell", "vanilla", "gru", "lstm");
    int hidden = at.wholeInt("hiddenSize", 1, 65_536);
    int layers = at.wholeInt("layers", 1, 16);
    Integer embedding = at.optionalInt("embeddingSize", 1, 65_536);
    double dropout = at.fraction("dropout");
    if (dropout > 0 && layers == 1) {
      throw at.refuse(
          "dropout",
          dropout + " for one layer",
          "0, since it drops what a layer hands to the next",
          "Use model.outputDropout, or set model.layers to 2 or more.");
    }
    double embeddingDropout = at.fraction("embeddingDropout");
    if (embeddingDropout > 0 && embedding == null) {
      throw at.refuse(
          "embeddingDropout",
          embeddingDropout + " without an embedding",
          "0, or model.embeddingSize",
          "Set model.embeddingSize, or remove model.embeddingDropout.");
    }
    return new Model(
        cell,
        hidden,
        layers,
        embedding,
        tieWeights(at, hidden, embedding),
        dropout,
        embeddingDropout,
        at.fraction("outputDropout"),
        at.oneOf("initialization", "normal", "uniform", "orthogonal"),
        at.positive("initialScale"),
        forgetBias(at, cell),
        at.optionalPath("initialWeights"));
  }

  /** A tied output weight has a row of H numbers for each token, and an embedding of E. */
  private static boolean tieWeights(Section at, int hidden, @Nullable Integer embedding) {
    boolean tied = at.flag("tieWeights");
    if (tied && (embedding == null || embedding != hidden)) {
      throw at.refuse(
          "tieWeights",
          "true for "
              + (embedding == null ? "no embedding" : "an embedding of " + embedding)
              + " and a hidden size of "
              + hidden,
          "equal sizes",
          "Set model.embeddingSize to that of model.hiddenSize, or remove model.tieWeights.");
    }
    return tied;
  }

  /** Only an LSTM has forget gates; at 1, it remembers until it has learned to forget. */
  private static @Nullable Double forgetBias(Section at, String cell) {
    Double bias = at.optionalBias("forgetBias");
    if (cell.equals("lstm")) {
      return Objects.requireNonNullElse(bias, 1.0);
    }
    if (bias != null) {
      throw at.refuse(
          "forgetBias",
          bias + " for a " + cell + " cell, which has no forget gate",
          "no such key, or model.cell \"lstm\"",
          "Remove model.forgetBias, or set model.cell to \"lstm\".");
    }
    return null;
  }

  private static Training training(Section at, boolean validates) {
    boolean stream = at.flag("stream");
    Long windows = at.optionalNumber("windows", 1, Long.MAX_VALUE);
    if (stream && windows != null) {
      throw at.refuse(
          "windows",
          windows + " windows beside training.stream",
          "no such key, since streams go through the whole text",
          "Remove training.windows, or set training.stream to false.");
    }
    int batchSize = at.wholeInt("batchSize", 1, MOST_SEQUENCES);
    Optimizer optimizer = OptimizerReader.optimizer(at.section("optimizer"));
    int epochs = at.wholeInt("epochs", 1, MOST_EPOCHS);
    int validateEvery = at.wholeInt("validateEvery", 1, Integer.MAX_VALUE);
    Schedule schedule =
        ScheduleReader.schedule(
            at.section("schedule"), epochs, optimizer.learningRate(), validates);
    return new Training(
        windows,
        epochs,
        batchSize,
        shards(at, batchSize),
        at.flag("shuffle") && !stream,
        stream,
        at.notNegative("clipNorm"),
        at.notNegative("clipValue"),
        validateEvery,
        PatienceReader.validateEverySteps(at, validates),
        at.flag("keepBest"),
        PatienceReader.patience(at, epochs, validateEvery, schedule, validates),
        at.optionalNumbers("seeds"),
        optimizer,
        schedule);
  }

  private static int shards(Section at, int batchSize) {
    int shards = at.wholeInt("shards", 1, MOST_SEQUENCES);
    if (batchSize % shards != 0) {
      throw at.refuse(
          "shards",
          shards + " for a batchSize of " + batchSize,
          "a divisor of training.batchSize, since all shards have as many sequences",
          "Set training.batchSize to a multiple of training.shards.");
    }
    return shards;
  }

  private static Generation generation(Section at) {
    Generation generation =
        new Generation(
            at.text("prompt"),
            at.wholeInt("length", 1, Integer.MAX_VALUE),
            at.notNegative("temperature"),
            at.optionalInt("topK", 1, Integer.MAX_VALUE),
            at.share("topP"),
            at.optionalInt("beams", 1, MOST_BEAMS),
            at.wholeInt("samples", 1, MOST_SAMPLES),
            at.optionalTexts("stop"),
            at.optionalNotNegatives("temperatures"),
            at.optionalNumber("seed", Long.MIN_VALUE, Long.MAX_VALUE));
    if (generation.beams() != null) {
      refuseBeamsBeside(at, "topK", generation.topK() != null);
      refuseBeamsBeside(at, "topP", generation.topP() < 1);
      refuseBeamsBeside(at, "samples", generation.samples() > 1);
    }
    return generation;
  }

  /** A beam search draws nothing, so that nothing can shape what is drawn. */
  private static void refuseBeamsBeside(Section at, String other, boolean isGiven) {
    if (isGiven) {
      throw at.refuse(
          "beams",
          "beams beside generation." + other,
          "either beams, which draw nothing, or " + other,
          "Remove one of them.");
    }
  }

  private static Backend backend(Section at) {
    String name = at.oneOf("name", "vector", "scalar", "nd4j", "auto");
    String device = at.oneOf("device", "cpu", "cuda");
    if (device.equals("cuda") && !name.equals("nd4j")) {
      throw at.refuse("device", "\"cuda\" for the backend " + name, "\"cpu\", or the backend nd4j");
    }
    return new Backend(name, device, at.optionalInt("threads", 1, 1024));
  }

  private static Checkpoints checkpoints(Section at) {
    return new Checkpoints(
        at.optionalNumber("everySteps", 1, Long.MAX_VALUE),
        at.wholeInt("everySeconds", 1, Integer.MAX_VALUE),
        at.wholeInt("keep", 1, Integer.MAX_VALUE));
  }

  private static @Nullable String url(Section at) {
    String expected = "an http or https address";
    String url = at.optionalText("url");
    if (url != null && !(URL.matcher(url).matches() && hasHost(url))) {
      throw at.refuse("url", Section.quote(PublicAddress.of(url)), expected);
    }
    return url;
  }

  private static boolean hasHost(String url) {
    try {
      return new URI(url).getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static void require(Section at, String given, String needed, String fix) {
    if (at.has(given) && !at.has(needed)) {
      throw at.refuse(needed, "nothing", needed + " beside " + given, fix);
    }
  }
}
