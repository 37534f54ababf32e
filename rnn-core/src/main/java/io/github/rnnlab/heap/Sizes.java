package io.github.rnnlab.heap;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.corpus.Tokenizer;
import io.github.rnnlab.corpus.Vocabulary;
import io.github.rnnlab.heap.HeapNeed.Part;
import io.github.rnnlab.model.Dropout;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.model.Pass;
import io.github.rnnlab.parameter.ParameterShape;
import io.github.rnnlab.run.Optimizers;
import io.github.rnnlab.run.TrainingRun;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.token.Split;
import io.github.rnnlab.token.Windows;
import io.github.rnnlab.train.Evaluation;
import io.github.rnnlab.train.StreamBatches;
import io.github.rnnlab.train.TreeSum;
import io.github.rnnlab.train.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The memory that an experiment needs, counted in its large arrays. Not safe for use by several
 * threads.
 */
public final class Sizes {
  private static final String HIDDEN = "model.hiddenSize";
  private static final String LOWER_HIDDEN = "lower " + HIDDEN;

  /** Copies of a text: while it grows, as a whole, and after its prompt. */
  private static final long TEXTS = 3;

  /** The size of a character: a string in a list, its code point and its id. */
  private static final long SYMBOL_BYTES = 64;

  /** The size of a word: a longer string, and its entry in a map. */
  private static final long WORD_BYTES = 160;

  private final ExperimentConfig config;
  private final Tokenizer vocabulary;
  private final Backend backend;
  private final ModelShape shape;
  private final List<ParameterShape> parameters;
  private final int moments;

  /** Computes sizes for a vocabulary and a backend. */
  public Sizes(ExperimentConfig config, Tokenizer vocabulary, Backend backend) {
    this(config, vocabulary, TrainingRun.shape(config, vocabulary.size()), backend);
  }

  private Sizes(ExperimentConfig config, Tokenizer vocabulary, ModelShape shape, Backend backend) {
    this.config = config;
    this.vocabulary = vocabulary;
    this.backend = backend;
    this.shape = shape;
    parameters = shape.parameters();
    moments = Optimizers.moments(config.training().optimizer());
  }

  /**
   * Returns the need of training: permanent arrays, and the larger of the needs while copying a
   * checkpoint and in between.
   */
  public HeapNeed training(Split split) {
    List<Part> parts = new ArrayList<>();
    long windows = split.training().count();
    long chosen =
        Math.min(windows, Objects.requireNonNullElse(config.training().windows(), windows));
    long steps = split.training().length() - 1;
    boolean stream = config.training().stream();
    long batch =
        stream ? config.training().batchSize() : Math.min(config.training().batchSize(), chosen);
    long shard = Math.min(shardSize(), batch);
    long gradients = TreeSum.mostNodes((int) ((batch - 1) / shard + 1));
    parts.add(
        model("weights, gradients and moments", (1 + gradients + moments) * weights(), weights()));
    parts.add(
        new Part(
            "states and logits of "
                + steps
                + " steps of "
                + shard
                + (stream ? " streams" : " windows"),
            pass(steps, shard, TrainingRun.dropout(config))
                + Integer.BYTES * batch * (steps + 1)
                + (stream ? states(batch) : 0),
            longest(steps, shard),
            "training.batchSize",
            remedies("lower training.batchSize", "lower prepare.sequenceLength")));
    parts.add(copies(shard, backend.threads()));
    Windows heldOut = split.validation();
    long shortPass = shortPass(split.training(), chosen, batch);
    long kept = 0;
    long best = 0;
    if (heldOut.count() > 0) {
      parts.add(judging(heldOut, "the validation", "prepare.validationFraction"));
      long rows = Math.min(Evaluation.BATCH, heldOut.count());
      long judged = Evaluation.steps(heldOut.length() - 1, vocabulary.size());
      if (config.training().validateEverySteps() > 0) {
        parts.add(
            new Part(
                "states and logits of the validation at intervals of steps",
                pass(judged, rows),
                longest(judged, rows),
                "training.validateEverySteps",
                List.of("set training.validateEverySteps to 0")));
      }
      shortPass =
          Math.max(
              shortPass, heldOut.count() % rows == 0 ? 0 : pass(judged, heldOut.count() % rows));
      best = config.training().keepBest() ? numbers() : 0;
      kept =
          (1 + moments) * numbers()
              + best; // Of the former best epoch, whose checkpoint is not written yet.
    }
    long withoutText = Math.max(checkpoint(), kept + shortPass);
    parts.add(model("checkpoints", best + withoutText, 0));
    // Within the first epoch, none is the best yet.
    parts.addAll(textInTraining(config.training().epochs() > 1 ? withoutText - kept : withoutText));
    if (!stream && !config.training().shuffle() && chosen < windows) {
      parts.add(
          new Part(
              "the order of the windows",
              Long.BYTES * chosen,
              chosen,
              "training.windows",
              List.of("lower training.windows", "set training.shuffle to true")));
    }
    parts.add(symbols());
    return new HeapNeed("training", parts);
  }

  /**
   * Returns the need of the test after training, while weights, moments and the weights of the best
   * epoch are still held.
   *
   * @param windows of the test, at least one
   */
  public HeapNeed test(Windows windows) {
    List<Part> parts = new ArrayList<>();
    parts.add(model("weights and moments", (1 + moments) * weights() + numbers(), weights()));
    parts.add(copies(Evaluation.BATCH, backend.threads()));
    parts.add(judging(windows, "the test", "prepare.testFraction"));
    parts.add(symbols());
    return new HeapNeed("the test", parts);
  }

  /** What a text takes while training goes on, beyond memory that is free by then. */
  private List<Part> textInTraining(long free) {
    List<Part> parts = new ArrayList<>();
    long left = free;
    for (Part part : text()) {
      long bytes = part.bytes() - Math.min(left, part.bytes());
      left -= part.bytes() - bytes;
      parts.add(
          new Part(
              part.what() + " in training", bytes, part.longest(), part.where(), part.remedies()));
    }
    return parts;
  }

  private Part judging(Windows heldOut, String what, String key) {
    long judged = Evaluation.steps(heldOut.length() - 1, vocabulary.size());
    long rows = Math.min(Evaluation.BATCH, heldOut.count());
    long streamed = heldOut.tokens().columns() > 1 ? 0 : Validation.STREAMED_STEPS;
    return new Part(
        "states and logits of " + what,
        pass(judged, rows) + 2 * pass(streamed, streamed == 0 ? 0 : 1),
        Math.max(longest(judged, rows), longest(streamed, 1)),
        key,
        remedies("set " + key + " to 0"));
  }

  /**
   * Returns the need of generating text after training, while weights and moments are still held.
   */
  public HeapNeed sample() {
    return new HeapNeed(
        "training", writing("weights and moments", (1 + moments) * weights(), texts()));
  }

  /**
   * Returns the need of {@code rnn:generate} for a model file, whose sizes may differ from the
   * config's. The file's numbers are read and then copied.
   */
  public static HeapNeed generation(
      ExperimentConfig config, Tokenizer vocabulary, ModelShape shape, Backend backend) {
    Sizes sizes = new Sizes(config, vocabulary, shape, backend);
    long read = sizes.numbers() + sizes.weights() + sizes.largestTransposed();
    return new HeapNeed("generation", sizes.writing("weights, as read and as used", read, 1));
  }

  private long shardSize() {
    return config.training().batchSize() / config.training().shards();
  }

  /** What the last shard of an epoch takes, if it is smaller than the others. */
  private long shortPass(Windows windows, long chosen, long batch) {
    long steps = windows.length() - 1;
    if (config.training().stream()) {
      int last = new StreamBatches(windows, config.training().batchSize()).lastLength();
      return last == steps ? 0 : pass(last, shardSize(), TrainingRun.dropout(config));
    }
    long shard = Math.min(shardSize(), batch);
    long rows = ((chosen - 1) % batch + 1) % shard;
    return rows == 0 ? 0 : pass(steps, rows, TrainingRun.dropout(config));
  }

  /** The states that streams carry. */
  private long states(long batch) {
    return shape.cell().states() * shape.layers() * backend.bytes(batch, shape.hidden());
  }

  private long texts() {
    List<Double> temperatures = config.generation().temperatures();
    return (long) config.generation().samples() * (temperatures == null ? 1 : temperatures.size());
  }

  /** What writing takes, and keeping so many texts for a page. */
  private List<Part> writing(String what, long weights, long texts) {
    List<Part> parts = new ArrayList<>();
    parts.add(model(what, weights, weights()));
    parts.add(copies(1, 1));
    parts.addAll(text());
    long length = config.generation().length();
    long characterBytes = textBytes();
    if (texts > 1) {
      parts.add(
          new Part(
              texts + " texts in samples.md",
              TEXTS * texts * length * characterBytes,
              texts * length * characterBytes,
              "generation.samples",
              List.of("lower generation.samples", "lower generation.length")));
    }
    parts.add(symbols());
    return parts;
  }

  /** What a text takes, and those who read what is written of it. */
  private List<Part> text() {
    ExperimentConfig.Generation generation = config.generation();
    long length = generation.length();
    long characterBytes = textBytes();
    Part text =
        new Part(
            "the text",
            length * (Integer.BYTES + TEXTS * characterBytes),
            length * characterBytes,
            "generation.length",
            List.of("lower generation.length"));
    Integer beams = generation.beams();
    return List.of(
        text,
        beams == null
            ? model("states of the text", pass(1, 1), longest(1, 1) * Float.BYTES)
            : new Part(
                "states of " + beams + " beams, before and after a token, and of the prompt",
                (2L * beams + 1) * pass(1, 1),
                longest(1, 1),
                "generation.beams",
                List.of("lower generation.beams")));
  }

  /** Returns the most bytes of heap that a token takes in a text. */
  private long textBytes() {
    if (vocabulary instanceof Vocabulary) {
      String last = vocabulary.symbol(vocabulary.size() - 1);
      return last.codePointAt(0) < 0x100 ? 1 : 2L * last.length();
    }
    long longest = 1;
    for (int id = 0; vocabulary.unit() == TokenUnit.WORD && id < vocabulary.size(); id++) {
      longest = Math.max(longest, 1L + vocabulary.symbol(id).length());
    }
    return Character.BYTES * longest;
  }

  private Part symbols() {
    long symbolBytes = vocabulary.unit() == TokenUnit.WORD ? WORD_BYTES : SYMBOL_BYTES;
    return new Part(vocabulary.unit().inWords(), symbolBytes * vocabulary.size(), 0, "", List.of());
  }

  /** What grows with the model; its longest array is a block of so many bytes. */
  private Part model(String what, long bytes, long block) {
    return new Part(what, bytes, block / Float.BYTES, HIDDEN, remedies(shape));
  }

  private static List<String> remedies(ModelShape shape) {
    return shape.layers() > 1 ? List.of(LOWER_HIDDEN, "lower model.layers") : List.of(LOWER_HIDDEN);
  }

  /** Logits have a column for each character, which fewer hidden units leave as they are. */
  private List<String> remedies(String... own) {
    List<String> remedies = new ArrayList<>(List.of(own));
    int cells = Math.max(1, shape.cell().buffers()) * shape.layers();
    if (shape.hidden() > vocabulary.size() / (4 * cells)) {
      remedies.addAll(remedies(shape));
    }
    return remedies;
  }

  private Part copies(long batch, long threads) {
    long bytes = backend.bufferBytes(shape.cell(), shape.hidden(), batch);
    return model("copies of weights", bytes, bytes / threads);
  }

  /** Weights as they are held; gradients and moments take as much. */
  private long weights() {
    return parameters.stream().mapToLong(this::held).sum();
  }

  /** Weights as they are written, without padding. */
  private long numbers() {
    return shape.parameterCount() * Float.BYTES;
  }

  private long largestTransposed() {
    return parameters.stream()
        .filter(ParameterShape::transposed)
        .mapToLong(parameter -> held(parameter) / parameter.gates())
        .max()
        .orElse(0);
  }

  /** The most that is held while weights and moments are copied, one parameter after the other. */
  private long checkpoint() {
    long done = 0;
    long most = 0;
    for (int copy = 0; copy <= moments; copy++) {
      for (ParameterShape parameter : parameters) {
        done += Float.BYTES * parameter.count();
        long transposed = parameter.transposed() ? held(parameter) / parameter.gates() : 0;
        most = Math.max(most, done + transposed);
      }
    }
    return most;
  }

  private long held(ParameterShape parameter) {
    return parameter.stored().stream()
        .mapToLong(matrix -> backend.bytes(matrix.rows(), matrix.columns()))
        .sum();
  }

  /** What a pass over some steps of some windows keeps, with its inputs and targets. */
  private long pass(long steps, long batch) {
    return pass(steps, batch, Dropout.NONE);
  }

  private long pass(long steps, long batch, Dropout dropout) {
    return Pass.bytes(backend, shape, steps, batch, dropout) + 2 * Integer.BYTES * steps * batch;
  }

  private long longest(long steps, long batch) {
    return Math.max(
            Math.max(
                backend.bytes((steps + 1) * batch, shape.hidden()),
                backend.bytes(steps * batch, shape.embedding())),
            backend.bytes(steps * batch, vocabulary.size()))
        / Float.BYTES;
  }
}
