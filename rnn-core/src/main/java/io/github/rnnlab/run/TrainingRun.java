package io.github.rnnlab.run;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.chain.Chain;
import io.github.rnnlab.chain.DigestChain;
import io.github.rnnlab.chain.Link;
import io.github.rnnlab.checkpoint.Checkpoint;
import io.github.rnnlab.checkpoint.CheckpointDirectory;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfig.Model;
import io.github.rnnlab.config.ExperimentConfig.Training;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.course.Course;
import io.github.rnnlab.model.Dropout;
import io.github.rnnlab.model.Initialization;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.modelfile.ModelFile;
import io.github.rnnlab.optimizer.LearningRate;
import io.github.rnnlab.optimizer.Optimizer;
import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.LeastLoss;
import io.github.rnnlab.record.RunIdentity;
import io.github.rnnlab.schedule.LearningRates;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.token.Split;
import io.github.rnnlab.token.Windows;
import io.github.rnnlab.train.Batches;
import io.github.rnnlab.train.Position;
import io.github.rnnlab.train.ShardGradients;
import io.github.rnnlab.train.StepGradient;
import io.github.rnnlab.train.StreamBatches;
import io.github.rnnlab.train.Trainer;
import io.github.rnnlab.train.TrainingListener;
import io.github.rnnlab.train.TrainingPlan;
import io.github.rnnlab.train.WindowBatches;
import io.github.rnnlab.train.WindowOrder;
import io.github.rnnlab.workplace.Workplace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A model under training, from the first weights or a checkpoint to the last weights. Not safe for
 * use by several threads.
 */
public final class TrainingRun {
  /** The most validations at intervals of steps, all of which the report lists. */
  private static final int MOST_STEP_LOSSES = 100_000;

  private final ExperimentConfig config;
  private final LanguageModel model;
  private final Optimizer optimizer;
  private final TrainingPlan plan;
  private final @Nullable Parameters states;
  private final String origin;
  private final String fingerprint;

  /**
   * Allocates a model and sets it to its first weights.
   *
   * @param identity what the run is made from
   */
  public TrainingRun(
      ExperimentConfig config,
      Workplace workplace,
      PreparedCorpus corpus,
      Split split,
      RunIdentity identity,
      Backend backend) {
    this.config = config;
    model = initialModel(config, workplace, corpus, backend);
    optimizer = Optimizers.of(config.training().optimizer(), model);
    plan = plan(config, split);
    states = plan.batches().carryStates() ? model.states(plan.batches().size()) : null;
    LearningRate unused = LearningRates.of(config.training(), plan.allSteps()); // Checks it.
    requireFewStepLosses();
    origin = identity.origin();
    fingerprint = identity.ofCheckpoints(workplace.version(), corpus.vocabulary().symbols());
  }

  private static LanguageModel initialModel(
      ExperimentConfig config, Workplace workplace, PreparedCorpus corpus, Backend backend) {
    Model settings = config.model();
    LanguageModel model = new LanguageModel(backend, shape(config, corpus.vocabulary().size()));
    if (settings.initialWeights() == null) {
      model.initialize(
          Initialization.of(settings.initialization()).orElseThrow(),
          settings.initialScale(),
          Objects.requireNonNullElse(settings.forgetBias(), 0.0),
          RandomStream.named(config.seed(), "init"));
    } else {
      ModelFile.initialize(
          workplace.configDirectory().resolve(settings.initialWeights()),
          model,
          corpus.vocabulary());
    }
    return model;
  }

  private void requireFewStepLosses() {
    int every = config.training().validateEverySteps();
    if (every > 0 && plan.allSteps() / every > MOST_STEP_LOSSES) {
      throw new InvalidInputException(
          "training.validateEverySteps",
          String.format(Locale.ROOT, "%d in a run of %,d steps", every, plan.allSteps()),
          String.format(Locale.ROOT, "at most %,d validations", MOST_STEP_LOSSES),
          "Raise it, or lower training.epochs.");
    }
  }

  /** Returns the shape of a config's model for a vocabulary size. */
  public static ModelShape shape(ExperimentConfig config, int vocabulary) {
    Model model = config.model();
    return new ModelShape(
        Cell.of(model.cell()).orElseThrow(),
        model.layers(),
        model.hiddenSize(),
        vocabulary,
        Objects.requireNonNullElse(model.embeddingSize(), 0),
        model.tieWeights());
  }

  /** Returns what a config's training drops. */
  public static Dropout dropout(ExperimentConfig config) {
    Model model = config.model();
    return new Dropout(
        config.seed(), model.embeddingDropout(), model.dropout(), model.outputDropout());
  }

  static TrainingPlan plan(ExperimentConfig config, Split split) {
    Training training = config.training();
    return new TrainingPlan(
        split,
        training.stream()
            ? new StreamBatches(split.training(), training.batchSize())
            : windows(config, split.training()),
        training.batchSize() / training.shards(),
        training.epochs(),
        dropout(config),
        training.clipNorm(),
        training.clipValue(),
        training.validateEvery());
  }

  private static Batches windows(ExperimentConfig config, Windows windows) {
    Training training = config.training();
    long available = windows.count();
    if (training.batchSize() > available && !training.hasDefaultBatchSize()) {
      throw new InvalidInputException(
          "training.batchSize",
          String.format(Locale.ROOT, "%,d windows per batch", training.batchSize()),
          String.format(Locale.ROOT, "at most the %,d of the training text", available),
          "Lower training.batchSize, prepare.sequenceLength or prepare.stride, or use a longer"
              + " corpus.");
    }
    long wanted = Objects.requireNonNullElse(training.windows(), available);
    return new WindowBatches(
        windows,
        new WindowOrder(available, wanted, config.seed(), training.shuffle()),
        training.batchSize());
  }

  /** Returns the model, which training changes. */
  public LanguageModel model() {
    return model;
  }

  /** Returns the order and number of the steps. */
  public TrainingPlan plan() {
    return plan;
  }

  /** Returns the fingerprint that the checkpoints of this run bear. */
  public String fingerprint() {
    return fingerprint;
  }

  /** Copies the state of the run. */
  Checkpoint checkpoint(Recorder recorder, List<EpochRecord> epochs, double seconds) {
    return new Checkpoint(
        fingerprint,
        new Checkpoint.State(recorder.position(), recorder.chainState(), epochs, seconds),
        recorder.stepLosses(),
        recorder.course(),
        Checkpoint.tensors(model, optimizer, states, recorder.best().weights()));
  }

  /**
   * Trains to the end, from the last checkpoint if there is one.
   *
   * @param gradients where the gradients are computed
   * @param log starts when training does
   * @param text writes a text with the present weights
   * @param afterEpoch receives the record after each epoch, when everything else is done
   * @return the record of training
   * @throws CancellationException if the thread was interrupted; the state is saved first
   */
  public Recorder train(
      CheckpointDirectory directory,
      GradientSource gradients,
      TrainingLog log,
      ProgressListener listener,
      Supplier<String> text,
      Consumer<Recorder> afterEpoch) {
    Start start = goOn(directory, gradients, log, listener);
    Recorder recorder = start.recorder();
    CheckpointWriter writer =
        new CheckpointWriter(this, recorder, config.checkpoints(), directory, log::seconds);
    EarlyTexts texts = new EarlyTexts(recorder, text);
    List<TrainingListener> listeners = new ArrayList<>(List.of(recorder, texts, writer, log));
    listeners.add(new AfterEpoch(() -> afterEpoch.accept(recorder)));
    try {
      texts.write();
      int everySteps = config.training().validateEverySteps();
      if (everySteps > 0) {
        StepValidation validation =
            new StepValidation(model, plan.split().validation(), everySteps, recorder);
        validation.judge();
        listeners.add(1, validation);
      }
      trainer(recorder, plan, start.gradient(), new InOrder(listeners)).run(recorder.position());
      writer.save();
    } catch (CancellationException e) {
      writer.save();
      if (recorder.steps() > 0) {
        listener.stopped(recorder.steps(), plan.allSteps());
      }
      throw e;
    }
    return recorder;
  }

  private record Start(Recorder recorder, StepGradient gradient) {}

  /** A method of its own, so that the checkpoint can be collected once it is restored. */
  private Start goOn(
      CheckpointDirectory directory,
      GradientSource gradients,
      TrainingLog log,
      ProgressListener listener) {
    Optional<Checkpoint> latest = directory.latest();
    Recorder recorder = restore(latest);
    latest.ifPresent(checkpoint -> listener.note(goingOnFrom(checkpoint, recorder)));
    StepGradient gradient = gradients.open(model, plan, latest);
    log.start(recorder.position(), latest.map(saved -> saved.state().seconds()).orElse(0.0));
    return new Start(recorder, gradient);
  }

  /**
   * Takes all steps from a checkpoint on beside a machine that trains the same run, and leaves no
   * files. It validates only where a loss decides the steps.
   *
   * @param start the checkpoint that the other machine goes on from; empty for the first weights
   * @param gradients where the gradients are computed: by both together
   * @throws BrokenRunException if the loss is no longer finite
   */
  public void follow(Optional<Checkpoint> start, GradientSource gradients) {
    Recorder recorder = restore(start);
    boolean judges = isRateByLoss() || config.training().patience() > 0;
    TrainingPlan followed = judges ? plan : plan.withoutValidation();
    trainer(recorder, followed, gradients.open(model, followed, start), recorder)
        .run(recorder.position());
  }

  /**
   * Trains again over some links of the chain.
   *
   * @param start the checkpoint to start from; empty for the first weights, which must not have
   *     been trained yet
   * @param links how many links, at least 1; fewer are returned at the end of the run
   * @param steps of the whole run, which may have ended early
   */
  public List<Link> replay(Optional<Checkpoint> start, int links, long steps) {
    Recorder recorder = restore(start);
    long every = Chain.every(plan.allSteps());
    int first = recorder.chain().links().size();
    long last = Math.min((first + (long) links) * every, steps);
    if (last > recorder.steps()) {
      TrainingPlan replayed = isRateByLoss() ? plan : plan.withoutValidation();
      trainer(recorder, replayed, new ShardGradients(model, replayed), recorder)
          .run(recorder.position(), last - recorder.steps());
      if (last == steps) {
        recorder.endChain();
      }
    }
    List<Link> chain = recorder.chain().links();
    return chain.subList(first, chain.size());
  }

  private Trainer trainer(
      Recorder recorder, TrainingPlan steps, StepGradient gradient, TrainingListener listener) {
    return new Trainer(model, optimizer, learningRate(recorder), steps, gradient, states, listener);
  }

  /** Returns the learning rates after all that is recorded. */
  private LearningRate learningRate(Recorder recorder) {
    LearningRate rate = LearningRates.of(config.training(), plan.allSteps());
    for (EpochRecord epoch : recorder.epochs()) {
      if (epoch.validationLoss() != null) {
        rate.judged(epoch.validationLoss());
      }
    }
    return rate;
  }

  private boolean isRateByLoss() {
    return config.training().schedule().type().equals("plateau");
  }

  private Recorder restore(Optional<Checkpoint> start) {
    BestEpoch best = new BestEpoch(config.training().keepBest(), config.training().patience());
    if (start.isEmpty()) {
      DigestChain chain = new DigestChain(origin, plan.allSteps());
      return new Recorder(
          model, optimizer, chain, Position.START, List.of(), List.of(), Course.START, best);
    }
    requireFit(start.get());
    start.get().restore(model, optimizer, states);
    Checkpoint.State state = start.get().state();
    best.goOnFrom(state.epochs(), start.get().bestWeights());
    DigestChain chain = new DigestChain(origin, plan.allSteps(), state.chain());
    return new Recorder(
        model,
        optimizer,
        chain,
        state.position(),
        state.epochs(),
        start.get().stepLosses(),
        start.get().course(),
        best);
  }

  /**
   * Checks a checkpoint against the run. Its digest proves little, because an editor can recompute
   * it.
   */
  private void requireFit(Checkpoint checkpoint) {
    Position position = checkpoint.state().position();
    long steps = (position.epoch() - 1L) * plan.stepsPerEpoch() + position.step();
    boolean ended =
        LeastLoss.of(checkpoint.state().epochs()).isOverdue(config.training().patience());
    boolean fits =
        steps == checkpoint.step()
            && checkpoint.state().chain().fits(plan.allSteps(), ended)
            && (!ended || position.step() == 0)
            && hasStepLosses(checkpoint)
            && checkpoint.course().stretches().size() == checkpoint.state().chain().links().size()
            && position.step() <= plan.stepsPerEpoch()
            && checkpoint.state().epochs().size() == position.epoch() - 1
            && checkpoint.fits(model, optimizer, states);
    if (!fits) {
      throw new BrokenRunException(
          String.format(
              Locale.ROOT,
              "The checkpoint after step %d is not one that this run can have written: it was"
                  + " edited. Start over with -Drnn.fresh, or remove it.",
              checkpoint.step()));
    }
  }

  /** The last loss may be missing, if the run was interrupted while it was computed. */
  private boolean hasStepLosses(Checkpoint checkpoint) {
    int every = config.training().validateEverySteps();
    int found = checkpoint.stepLosses().size();
    if (every == 0) {
      return found == 0;
    }
    long due = checkpoint.step() / every;
    return found == due || (found == due - 1 && checkpoint.step() % every == 0);
  }

  private String goingOnFrom(Checkpoint checkpoint, Recorder recorder) {
    Position position = checkpoint.state().position();
    return position.epoch() > plan.epochs() || !recorder.goesOn()
        ? String.format(
            Locale.ROOT,
            "All %,d steps were trained before; -Drnn.fresh trains them again.",
            checkpoint.step())
        : String.format(
            Locale.ROOT,
            "Going on after step %,d of %,d (step %,d of epoch %d), where a checkpoint was saved;"
                + " -Drnn.fresh starts over.",
            checkpoint.step(),
            plan.allSteps(),
            position.step(),
            position.epoch());
  }
}
