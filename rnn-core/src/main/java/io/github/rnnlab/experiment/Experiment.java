package io.github.rnnlab.experiment;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.chain.Link;
import io.github.rnnlab.chart.LossChart;
import io.github.rnnlab.chart.LossCsv;
import io.github.rnnlab.chart.StepLossCsv;
import io.github.rnnlab.checkpoint.CheckpointDirectory;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfig.Generation;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.corpus.Tokenizer;
import io.github.rnnlab.course.GradientNormsCsv;
import io.github.rnnlab.directory.StagedFiles;
import io.github.rnnlab.directory.WholeDirectory;
import io.github.rnnlab.evaluate.EncodedText;
import io.github.rnnlab.evaluate.EvaluationReport;
import io.github.rnnlab.evaluate.EvaluationRequest;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.heap.Sizes;
import io.github.rnnlab.inspect.InspectionPage;
import io.github.rnnlab.live.LiveFiles;
import io.github.rnnlab.live.Remarks;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.modelfile.ModelFile;
import io.github.rnnlab.onnx.OnnxStep;
import io.github.rnnlab.prepare.TextPreparation;
import io.github.rnnlab.record.EarlyStop;
import io.github.rnnlab.record.Environment;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.record.RunIdentity;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.record.StepLoss;
import io.github.rnnlab.record.TestLoss;
import io.github.rnnlab.report.RunPage;
import io.github.rnnlab.run.BestEpoch;
import io.github.rnnlab.run.GradientSource;
import io.github.rnnlab.run.ProgressListener;
import io.github.rnnlab.run.Recorder;
import io.github.rnnlab.run.TrainingLog;
import io.github.rnnlab.run.TrainingRun;
import io.github.rnnlab.safetensors.Safetensors;
import io.github.rnnlab.sample.TextModel;
import io.github.rnnlab.setting.Overrides;
import io.github.rnnlab.stage.CorpusSources;
import io.github.rnnlab.stage.Freshness;
import io.github.rnnlab.stage.Freshness.State;
import io.github.rnnlab.stage.Recipes;
import io.github.rnnlab.stage.Stages;
import io.github.rnnlab.stage.UpToDate;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Backends;
import io.github.rnnlab.tensor.Device;
import io.github.rnnlab.token.Split;
import io.github.rnnlab.token.Windows;
import io.github.rnnlab.train.TrainingPlan;
import io.github.rnnlab.train.Validation;
import io.github.rnnlab.train.ValidationLoss;
import io.github.rnnlab.trained.CheckpointWeights;
import io.github.rnnlab.trained.OtherSeeds;
import io.github.rnnlab.trained.TrainedModel;
import io.github.rnnlab.trained.Weights;
import io.github.rnnlab.workplace.Workplace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An experiment: it prepares its corpus, trains its model, reports the losses and generates text.
 * Not safe for use by several threads.
 */
public final class Experiment {
  /**
   * The most multiplications (weights times characters) of a short text. At a hidden size of 192
   * this is about 3,600 characters, for which a new worker takes 1.5 seconds on the scalar backend
   * and 2.2 on the vector backend; at 20,000 characters both take equally long.
   */
  private static final long SHORT_TEXT = 200_000_000;

  private final ExperimentConfig config;
  private final Workplace workplace;
  private final ProgressListener listener;
  private final GradientSource gradients;
  private final RunFiles files;

  /** How a run came to its end. */
  public enum Training {
    /** It had ended before, with the same inputs; nothing was trained. */
    UP_TO_DATE,
    /** Some of its steps were trained before. */
    RESUMED,
    /** Every step was trained now, without a checkpoint. */
    AFRESH
  }

  /**
   * Creates an experiment without running it.
   *
   * @param workplace where it runs
   * @param listener receives its progress
   */
  public Experiment(ExperimentConfig config, Workplace workplace, ProgressListener listener) {
    this(config, workplace, listener, GradientSource.HERE);
  }

  /**
   * Creates an experiment whose gradients may be computed elsewhere, without running it.
   *
   * @param workplace where it runs
   * @param listener receives its progress
   * @param gradients where training has its gradients computed
   */
  public Experiment(
      ExperimentConfig config,
      Workplace workplace,
      ProgressListener listener,
      GradientSource gradients) {
    this.config = config;
    this.workplace = workplace;
    this.listener = listener;
    this.gradients = gradients;
    this.files = new RunFiles(workplace.outputDirectory());
  }

  /**
   * Opens the experiment of a config file.
   *
   * @param config a JSON file; its name is the default name of the experiment
   * @param outputDirectory the directory of prepared data, checkpoints, weights and reports
   * @param listener receives the progress of training
   * @throws InvalidInputException if the config is invalid or has several seeds
   */
  public static Experiment open(Path config, Path outputDirectory, ProgressListener listener) {
    ExperimentConfig read = ExperimentConfigs.readFile(config, Overrides.NONE).config();
    List<Long> seeds = read.training().seeds();
    if (seeds != null) {
      throw new InvalidInputException(
          "training.seeds",
          "a list of " + seeds.size(),
          "one seed for one experiment",
          "Remove training.seeds and set seed, or run mvn rnn:train, which trains with each.");
    }
    Path directory = Objects.requireNonNull(config.toAbsolutePath().getParent());
    String version =
        Objects.requireNonNullElse(
            Experiment.class.getPackage().getImplementationVersion(), "unknown");
    return new Experiment(read, Workplace.of(directory, outputDirectory, version), listener);
  }

  /**
   * Trains as {@link #train(boolean, boolean)} does, unless the run is up to date, and returns the
   * report, which is also in {@code report.json}.
   */
  public RunReport train() {
    train(false, false);
    return RunReport.read(files.report());
  }

  /**
   * Prepares the corpus, unless it is up to date: token ids and the notebook's files.
   *
   * @param force whether to prepare even if it is up to date
   * @throws InvalidInputException if the corpus is not as configured
   * @throws BrokenRunException if a file cannot be written
   */
  public void prepare(boolean force) {
    prepare(force, UnaryOperator.identity());
  }

  /**
   * As {@link #prepare(boolean)}.
   *
   * @param how returns what prepares a text in the place of the usual preparation, into the same
   *     files
   */
  public void prepare(boolean force, UnaryOperator<TextPreparation> how) {
    try (Stages stages = Stages.open(config, workplace, how)) {
      Stages.Preparation preparation = stages.prepare(force);
      announce(preparation.corpus());
      stages.oddities(preparation).forEach(listener::warn);
      stages.commit(preparation);
    }
  }

  /**
   * Prepares the corpus, trains the model and writes the weights, the reports and a sample, unless
   * they are up to date. All new files replace those of the former run together, at the end. A
   * former run of another config is kept, and comes back with its config. An interrupted run
   * resumes from its last checkpoint and ends with the same bytes.
   *
   * @param force whether to train from the start even if it is up to date
   * @param fresh whether to ignore checkpoints
   * @throws InvalidInputException if the config asks for something impossible
   * @throws BrokenRunException if the loss becomes infinite or NaN, an input changes during the
   *     run, or a file cannot be written
   */
  public Training train(boolean force, boolean fresh) {
    try (Stages stages = Stages.open(config, workplace)) {
      Stages.Preparation preparation = stages.prepare(force);
      Freshness former = stages.training(preparation);
      if (former.isFresh() && !force) {
        stages.commit(preparation);
        note("%s %s", config.name(), former.upToDate());
        return Training.UP_TO_DATE;
      }
      if (!force && stages.bringBack(preparation, listener::note)) {
        return Training.UP_TO_DATE;
      }
      if (former.state() == State.STALE && !force && !Recipes.isKnownEverywhere(config)) {
        note("%s again: %s", config.name(), former.detail()); // Maven could not say so.
      }
      stages.oddities(preparation).forEach(listener::warn);
      boolean afresh = train(preparation.corpus(), stages.made(), force || fresh);
      removeLiveFiles(); // Now, for nobody would after the commit.
      stages.commitTraining(preparation, listener::note);
      note("Wrote %s", files.directory());
      return afresh ? Training.AFRESH : Training.RESUMED;
    }
  }

  /** A finished run is worth more than a directory without files that somebody looks at. */
  private void removeLiveFiles() {
    try {
      WholeDirectory.remove(files.live());
    } catch (BrokenRunException e) {
      listener.warn(String.valueOf(e.getMessage()));
    }
  }

  /** Prepares the corpus, unless it is up to date, and returns it. */
  public PreparedCorpus corpus() {
    try (Stages stages = Stages.open(config, workplace)) {
      return prepared(stages);
    }
  }

  private static PreparedCorpus prepared(Stages stages) {
    Stages.Preparation preparation = stages.prepare(false);
    stages.commit(preparation);
    return preparation.corpus();
  }

  /**
   * Prepares the corpus, unless it is up to date, and opens a run at its first weights. Nothing
   * else is written.
   *
   * @param segments receives the corpus and the run, which is closed afterwards
   */
  public void replay(BiConsumer<PreparedCorpus, TrainingRun> segments) {
    try (Stages stages = Stages.open(config, workplace);
        Backend backend = backend()) {
      PreparedCorpus corpus = prepared(stages);
      Split split = announce(corpus);
      sizes(corpus, backend).training(split).requireFit();
      segments.accept(
          corpus, new TrainingRun(config, workplace, corpus, split, identity(corpus), backend));
    }
  }

  private boolean train(PreparedCorpus corpus, RunFiles made, boolean fresh) {
    Split split = announce(corpus);
    TextModel.requireReadable(config.generation().prompt(), corpus.vocabulary());
    try (Backend backend = backend()) {
      sizes(corpus, backend).training(split).requireFit();
      if (split.test().count() > 0) {
        sizes(corpus, backend).test(split.test()).requireFit();
      }
      sizes(corpus, backend).sample().requireFit();
      RunIdentity identity = identity(corpus);
      TrainingRun run = new TrainingRun(config, workplace, corpus, split, identity, backend);
      LanguageModel model = run.model();
      TrainingPlan plan = run.plan();
      TrainingLog log = new TrainingLog(plan, corpus, listener);
      note("%s: %s", config.name(), log.intention(model.weights().count(), config.training()));
      Instant started = Instant.now();
      CheckpointDirectory checkpoints =
          CheckpointDirectory.open(files.checkpoints(), run.fingerprint(), listener::note);
      checkpoints.requirePlace();
      if (fresh) {
        checkpoints.removeAll();
      }
      Texts texts = new Texts(config, model, corpus.vocabulary());
      LiveFiles live =
          new LiveFiles(
              files.live(),
              config.name(),
              corpus.vocabulary().unit().one(),
              texts::first,
              listener::note,
              System::nanoTime);
      Remarks remarks =
          new Remarks(plan.epochs(), split.training(), corpus.vocabulary().size(), listener::note);
      Recorder recorder =
          run.train(
              checkpoints,
              gradients,
              log,
              listener,
              texts::start,
              soFar -> {
                remarks.epochDone(soFar.epochs());
                if (soFar.epochs().size() < plan.epochs()) { // The last ones are those of the run.
                  live.epochDone(perCharacter(soFar, corpus));
                }
              });
      double seconds = log.seconds();
      ModelFile.write(made.model(), model, corpus.vocabulary());
      BestEpoch best = recorder.best();
      EarlyStop stopped = EarlyStop.of(identity.recipe().config(), recorder.epochs());
      if (stopped != null) {
        note("Stopped after epoch %d of %d: %s.", stopped.epoch(), plan.epochs(), stopped.reason());
      }
      if (!best.weights().isEmpty()) {
        best.restore(model);
        ModelFile.write(made.bestModel(), model, corpus.vocabulary());
        note(
            "The least validation loss was %.4f, after epoch %d, whose weights write the text.",
            best.loss(), best.epoch());
      }
      RunReport report = report(identity, corpus, run, recorder);
      LossCsv.write(made.lossCsv(), report.epochs(), report.test());
      if (report.stepLosses() != null) {
        StepLossCsv.write(made.stepLossCsv(), report.stepLosses());
      }
      AtomicFile.write(
          made.gradientNormsCsv(),
          GradientNormsCsv.text(
              report.chain().links().stream().map(Link::step).toList(),
              recorder.course().stretches()));
      LossChart.write(made.lossChart(), report);
      AtomicFile.write(made.sample(), texts.first());
      if (config.generation().hasSeveralTexts()) {
        AtomicFile.write(made.samples(), texts.page());
      }
      AtomicFile.write(made.earlySamples(), Texts.page(config.name(), recorder.course().texts()));
      environment(identity, backend, started, seconds, report, run, corpus)
          .write(made.environment());
      report.write(made.report());
      RunPage.write(made, made.page());
      return log.isFromTheStart();
    }
  }

  private static List<EpochRecord> perCharacter(Recorder recorder, PreparedCorpus corpus) {
    return recorder.epochs().stream()
        .map(epoch -> epoch.perCharacter(corpus.tokensPerCharacter()))
        .toList();
  }

  /** Generates text as {@link #generate(Weights, Consumer)} does with the trained model. */
  public void generate(Consumer<byte[]> pieces) {
    generate(Weights.FINISHED, pieces);
  }

  /**
   * Generates text: the prompt and what follows it. A line precedes each of several texts. Without
   * the model of a finished run, the weights are those of its checkpoints; a note says which.
   *
   * @param pieces receives the text in UTF-8 while it is written; from a model of bytes, its bytes,
   *     which may be no text
   * @throws InvalidInputException if there are no weights, if the run beside the model did not
   *     write it, or if the prompt has an unknown character
   */
  public void generate(Weights weights, Consumer<byte[]> pieces) {
    withTexts(weights, texts -> texts.write(config.generation().prompt(), 0, pieces));
  }

  /**
   * Generates text after each prompt of a conversation. The model is loaded once. The first answer
   * draws from the same random stream as {@link #generate(Weights, Consumer)}, each later one from
   * the next.
   *
   * @throws InvalidInputException if there are no weights, or if the run beside the model did not
   *     write it
   */
  public void answer(Weights weights, Conversation conversation) {
    withTexts(
        weights,
        texts -> {
          long written = 0;
          for (Optional<String> prompt = conversation.nextPrompt();
              prompt.isPresent();
              prompt = conversation.nextPrompt()) {
            try {
              texts.write(prompt.get(), written, conversation::piece);
              written += config.generation().samples();
              conversation.answered();
            } catch (InvalidInputException e) {
              conversation.refused(String.valueOf(e.getMessage()));
            }
          }
        });
  }

  private void withTexts(Weights weights, Consumer<Texts> use) {
    StagedFiles.settle(files.directory());
    boolean isFinished = Files.exists(TrainedModel.of(config, files).file());
    if (weights != Weights.FINISHED || !isFinished) {
      PreparedCorpus corpus = UpToDate.preparedCorpus(config, workplace).orElse(null);
      CheckpointWeights saved = corpus == null ? null : saved(corpus, weights);
      if (corpus != null && saved != null) {
        withSaved(saved, corpus.vocabulary(), use);
        return;
      }
      if (weights != Weights.FINISHED) {
        throw new InvalidInputException(
            "rnn.checkpoint",
            weights.optionName() + ", without any checkpoint",
            "a checkpoint of a run of this config on this text in " + files.checkpoints(),
            "Train first, or leave out -Drnn.checkpoint.");
      }
    }
    TrainedModel trained = trained();
    try (Backend backend = isShortText(trained.file()) ? backendForShortWork() : backend()) {
      ModelFile.Description described = ModelFile.describe(trained.file());
      Sizes.generation(config, described.vocabulary(), described.shape(), backend).requireFit();
      ModelFile.LoadedModel loaded = trained.read(backend);
      use.accept(new Texts(config, loaded.model(), loaded.vocabulary()));
    }
  }

  private @Nullable CheckpointWeights saved(PreparedCorpus corpus, Weights weights) {
    String run = identity(corpus).ofCheckpoints(workplace.version(), corpus.vocabulary().symbols());
    return CheckpointWeights.of(
            CheckpointDirectory.open(files.checkpoints(), run, line -> {}), weights)
        .orElse(null);
  }

  private void withSaved(CheckpointWeights saved, Tokenizer vocabulary, Consumer<Texts> use) {
    ModelShape shape = TrainingRun.shape(config, vocabulary.size());
    try (Backend backend = backend()) {
      Sizes.generation(config, vocabulary, shape, backend).requireFit();
      LanguageModel model = new LanguageModel(backend, shape);
      saved.restore(model);
      note("The weights are %s.", saved.origin());
      use.accept(new Texts(config, model, vocabulary));
    }
  }

  /**
   * Writes one step of the trained model as {@code model.onnx}. The file has the metadata of the
   * model file, among them the vocabulary, and the SHA-256 of the weights, which is that of the
   * report.
   *
   * @throws InvalidInputException if there is no model, if the run beside it did not write it, or
   *     if it is too large for the format
   */
  public void export() {
    TrainedModel trained = trained();
    try (Backend backend = backendForShortWork()) {
      ModelFile.LoadedModel loaded = trained.read(backend);
      Map<String, String> metadata = new TreeMap<>(Safetensors.readMetadata(trained.file()));
      metadata.put("weightsSha256", loaded.model().weights().sha256());
      OnnxStep.write(files.onnx(), loaded.model(), metadata);
      note("Wrote %s", files.onnx());
    }
  }

  /** Finds the trained model, and warns if what decides it has changed since. */
  private TrainedModel trained() {
    StagedFiles.settle(files.directory());
    TrainedModel trained = TrainedModel.of(config, files);
    if (!Files.exists(trained.file())) {
      throw new InvalidInputException(
          trained.file().toString(),
          "no model",
          "the weights of " + config.name(),
          OtherSeeds.advice(files.directory(), config.name()));
    }
    UpToDate.changeSinceTraining(config, workplace)
        .ifPresent(
            change ->
                listener.warn(
                    "The model is that of a former run: "
                        + change
                        + ". "
                        + OtherSeeds.training(config.name(), files.directory())
                        + " trains it anew."));
    return trained;
  }

  /**
   * Judges the trained model on a part of its corpus or on another text, and leaves the result as
   * {@code evaluation-NAME.json} and {@code evaluation-NAME.md}, where the name is that of the
   * request.
   *
   * @throws InvalidInputException if there is no model, if the run beside it did not write it, or
   *     if the text is none that it can read
   */
  public EvaluationReport evaluate(EvaluationRequest request) {
    TrainedModel trained = trained();
    try (Backend backend = backend()) {
      ModelFile.LoadedModel loaded = trained.read(backend);
      EvaluationReport report =
          EvaluationReport.of(
              config.name(),
              request.label(),
              loaded.model(),
              loaded.vocabulary(),
              text(request, loaded.vocabulary()));
      Path json = files.evaluation(request.name() + ".json");
      AtomicFile.write(json, report.json());
      AtomicFile.write(files.evaluation(request.name() + ".md"), report.markdown());
      report.summary().forEach(listener::note);
      note("Wrote %s and .md", json);
      return report;
    }
  }

  /**
   * Looks inside the trained model while it reads a text, and leaves {@code inspect.html}: the
   * start of the text of the request, and that of {@code sample.txt} beside a part of the corpus.
   *
   * @throws InvalidInputException as {@link #evaluate} does
   */
  public void inspect(EvaluationRequest request) {
    TrainedModel trained = trained();
    try (Backend backend = backendForShortWork()) {
      ModelFile.LoadedModel loaded = trained.read(backend);
      Tokenizer tokenizer = loaded.vocabulary();
      InspectionPage page = new InspectionPage(config.name(), loaded.model(), tokenizer);
      Windows text = text(request, tokenizer).windows();
      int[] ids = new int[(int) Math.min(InspectionPage.MOST_TOKENS, text.to() - text.from())];
      text.tokens().read(text.from(), ids, ids.length);
      page.read(request.label() + (request.text() == null ? " text" : ""), ids);
      if (request.text() == null && Files.exists(files.sample())) {
        String sample = new String(Files.readAllBytes(files.sample()), StandardCharsets.UTF_8);
        page.read(RunFiles.SAMPLE, tokenizer.encode(sample, files.sample().toString()));
      }
      AtomicFile.write(files.inspection(), page.html());
      note("Wrote %s", files.inspection());
    } catch (IOException e) {
      Interruption.rethrow(e);
      throw new BrokenRunException(
          "Cannot read " + files.sample() + " (" + e + "); make it readable.", e);
    }
  }

  private EncodedText text(EvaluationRequest request, Tokenizer known) {
    Path file = request.text();
    return file == null ? part(request.split(), known) : EncodedText.ofFile(file, known);
  }

  private EncodedText part(String split, Tokenizer known) {
    // A changed text must not replace the one that the model has learned.
    PreparedCorpus corpus =
        UpToDate.changeSinceTraining(config, workplace)
            .flatMap(change -> UpToDate.preparedCorpus(config, workplace))
            .orElseGet(this::corpus);
    if (Files.exists(files.report())) {
      String learned = RunReport.read(files.report()).corpus().sha256();
      if (!corpus.sha256().equals(learned)) {
        throw otherText(
            "a prepared text with the SHA-256 " + corpus.sha256(),
            learned + ", as report.json says");
      }
    }
    if (!corpus.vocabulary().symbols().equals(known.symbols())) {
      throw otherText(
          "a text with other tokens than the model has learned", "the text of the trained run");
    }
    Split parts = announce(corpus);
    return EncodedText.ofSplit(
        split,
        corpus.tokensPerCharacter(),
        switch (split) {
          case EvaluationRequest.TRAIN -> parts.training();
          case EvaluationRequest.TEST -> parts.test();
          default -> parts.validation();
        });
  }

  private static InvalidInputException otherText(String found, String expected) {
    return new InvalidInputException(
        "corpus", found, expected, "Train again, or judge the model on a file with -Drnn.text.");
  }

  private Split announce(PreparedCorpus corpus) {
    Split split =
        Split.of(
            corpus.tokens(),
            config.prepare().validationFraction(),
            config.prepare().testFraction(),
            config.prepare().sequenceLength(),
            config.prepare().stride());
    note(
        "%s: %,d %s, %,d distinct; %,d windows to train on, %,d to validate%s",
        corpus.name(),
        corpus.tokens().size(),
        corpus.vocabulary().unit().inWords(),
        corpus.vocabulary().size(),
        split.training().count(),
        split.validation().count(),
        split.test().count() == 0
            ? ""
            : String.format(Locale.ROOT, ", %,d to test", split.test().count()));
    return split;
  }

  private Sizes sizes(PreparedCorpus corpus, Backend backend) {
    return new Sizes(config, corpus.vocabulary(), backend);
  }

  private Backend backend() {
    return Backends.open(config.backend().name(), device(), config.backend().threadsHere());
  }

  private Backend backendForShortWork() {
    return Backends.openForShortWork(
        config.backend().name(), device(), config.backend().threadsHere());
  }

  private Device device() {
    return Device.of(config.backend().device()).orElseThrow();
  }

  /** Estimates the number of weights by the size of the model file. */
  private boolean isShortText(Path model) {
    long weights = model.toFile().length() / Float.BYTES;
    Generation generation = config.generation();
    long characters = (long) generation.prompt().length() + generation.length();
    long texts = Objects.requireNonNullElse(generation.beams(), generation.samples());
    return (double) weights * characters * texts <= SHORT_TEXT;
  }

  /** Makes the report, for which the model with the weights that are kept is judged once. */
  private RunReport report(
      RunIdentity identity, PreparedCorpus corpus, TrainingRun run, Recorder recorder) {
    boolean ofCharacters = corpus.vocabulary().unit() == TokenUnit.CHAR;
    double tokensPerCharacter = corpus.tokensPerCharacter();
    TrainingPlan plan = run.plan();
    int everySteps = config.training().validateEverySteps();
    List<StepLoss> stepLosses = new ArrayList<>();
    for (double loss : recorder.stepLosses()) {
      long step = (stepLosses.size() + 1L) * everySteps;
      stepLosses.add(StepLoss.of(step, loss, tokensPerCharacter));
    }
    return RunReport.of(
        identity,
        new RunReport.Corpus(
            corpus.sha256(),
            corpus.bytes(),
            corpus.characters(),
            ofCharacters ? null : Long.valueOf(corpus.tokens().size()),
            corpus.vocabulary().size(),
            corpus.vocabularySha256()),
        run.model().weights().count(),
        plan.batches().sequences(),
        recorder.steps(),
        heldOut(plan.split().validation(), ofCharacters),
        perCharacter(recorder, corpus),
        everySteps == 0 ? null : stepLosses,
        test(corpus, run, recorder),
        recorder.chain());
  }

  private @Nullable TestLoss test(PreparedCorpus corpus, TrainingRun run, Recorder recorder) {
    Windows windows = run.plan().split().test();
    RunReport.Validation text = heldOut(windows, corpus.vocabulary().unit() == TokenUnit.CHAR);
    if (text == null) {
      return null;
    }
    ValidationLoss loss = new Validation(run.model(), windows).loss();
    if (!loss.isFinite()) {
      throw new BrokenRunException(
          "The test loss became "
              + loss.windows()
              + ": lower training.optimizer.learningRate or model.initialScale.");
    }
    BestEpoch best = recorder.best();
    TestLoss test =
        TestLoss.of(
            text,
            best.weights().isEmpty() ? recorder.epochs().size() : best.epoch(),
            loss.windows(),
            loss.streaming(),
            corpus.tokensPerCharacter());
    note(
        "The test loss is %.4f (%.4f bits per character), of the weights after epoch %d.",
        test.loss(), test.bitsPerCharacter(), test.epoch());
    return test;
  }

  private static RunReport.@Nullable Validation heldOut(Windows windows, boolean ofCharacters) {
    if (windows.count() == 0) {
      return null;
    }
    Long length = windows.to() - windows.from();
    return new RunReport.Validation(
        ofCharacters ? length : null,
        ofCharacters ? null : length,
        windows.count(),
        windows.length() - 1);
  }

  /** Returns the identity of a run on the prepared corpus. */
  public RunIdentity identity(PreparedCorpus corpus) {
    return new RunIdentity(
        Recipes.of(config), corpus.sha256(), corpus.vocabularySha256(), initialWeightsSha256());
  }

  /** Returns the hash of the file of the initial weights; null for random weights. */
  private @Nullable String initialWeightsSha256() {
    String weights = config.model().initialWeights();
    if (weights == null) {
      return null;
    }
    Path file = workplace.file("model.initialWeights", weights, "a .safetensors file");
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      Interruption.rethrow(e);
      throw new BrokenRunException(
          "Cannot read " + weights + " again (" + e + "); leave it where it is while training.", e);
    }
  }

  private Environment environment(
      RunIdentity identity,
      Backend backend,
      Instant started,
      double seconds,
      RunReport report,
      TrainingRun run,
      PreparedCorpus corpus) {
    String library = identity.recipe().library();
    return new Environment(
        workplace.version(),
        workplace.gitRevision(),
        started.toString(),
        seconds,
        run.plan().predictions(run.plan().stepsPerEpoch())
            * report.epochs().size()
            / seconds
            / corpus.tokensPerCharacter(),
        CorpusSources.describe(config),
        backend.name(),
        backend.threads(),
        library == null ? null : device().configName(),
        library,
        Environment.Machine.current());
  }

  private void note(String format, Object... values) {
    listener.note(String.format(Locale.ROOT, format, values));
  }
}
