package io.github.rnnlab.run;

import io.github.rnnlab.chain.Chain;
import io.github.rnnlab.chain.DigestChain;
import io.github.rnnlab.course.Course;
import io.github.rnnlab.course.EarlyText;
import io.github.rnnlab.course.GradientNorms;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.optimizer.Optimizer;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.train.Position;
import io.github.rnnlab.train.TrainingListener;
import io.github.rnnlab.train.ValidationLoss;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Records what the report says about training: each epoch, and the digest chain over all steps; and
 * its course, by the stretches between the links of the chain. A step costs one hash of 40 bytes,
 * and at most {@value #MOST_NORMS} steps of a stretch the norm of a gradient. Not safe for use by
 * several threads.
 */
public final class Recorder implements TrainingListener {
  /**
   * Enough for a mean, and few enough that no run notices: of a small model, a norm can take a
   * fifth of a step's time.
   */
  private static final int MOST_NORMS = 8;

  private final LanguageModel model;
  private final Optimizer optimizer;
  private final DigestChain chain;
  private final BestEpoch best;
  private final List<EpochRecord> epochs = new ArrayList<>();
  private final List<Double> stepLosses = new ArrayList<>();
  private final List<GradientNorms> stretches = new ArrayList<>();
  private final List<EarlyText> texts = new ArrayList<>();
  private GradientNorms norms;
  private int epoch;
  private long step;
  private double epochLoss;

  /**
   * Starts or resumes a record.
   *
   * @param position the position of training
   * @param former the epochs before it
   * @param formerStepLosses the losses at intervals of steps before it
   * @param course the course of the run before it
   * @param best the best of the epochs
   */
  Recorder(
      LanguageModel model,
      Optimizer optimizer,
      DigestChain chain,
      Position position,
      List<EpochRecord> former,
      List<Double> formerStepLosses,
      Course course,
      BestEpoch best) {
    this.model = model;
    this.optimizer = optimizer;
    this.chain = chain;
    this.best = best;
    epoch = position.epoch();
    step = position.step();
    epochLoss = position.epochLoss();
    epochs.addAll(former);
    stepLosses.addAll(formerStepLosses);
    stretches.addAll(course.stretches());
    norms = course.open();
    texts.addAll(course.texts());
  }

  /** Returns the position of training. */
  Position position() {
    return new Position(epoch, step, epochLoss);
  }

  /** Returns the epochs so far, as a live list. */
  public List<EpochRecord> epochs() {
    return epochs;
  }

  /** Returns the validation losses at intervals of steps so far, as a live list. */
  public List<Double> stepLosses() {
    return stepLosses;
  }

  /** Records the validation loss after the step that has just been taken. */
  void stepJudged(double loss) {
    stepLosses.add(loss);
  }

  /** Returns the course of the run so far. */
  public Course course() {
    return new Course(stretches, norms, texts);
  }

  /** Returns whether the model should write: in training, after 1, 2, 4, 8 … links of the chain. */
  boolean isTextDue() {
    if (chain.isOpen() || !goesOn() || Long.bitCount(stretches.size()) != 1) {
      return false;
    }
    return texts.isEmpty() || texts.get(texts.size() - 1).step() < steps();
  }

  /** Records what the model wrote after the step that has just been taken. */
  void textWritten(String text) {
    texts.add(new EarlyText(steps(), epoch, text));
  }

  /** Returns the best epoch so far, as a live object. */
  public BestEpoch best() {
    return best;
  }

  /** Returns the chain so far. */
  public Chain chain() {
    return chain.chain();
  }

  /** Returns the state from which the chain can resume. */
  DigestChain.State chainState() {
    return chain.state();
  }

  /** Returns the steps of the run so far. */
  public long steps() {
    return chain.steps();
  }

  @Override
  public void gradientDone(DoubleSupplier norm) {
    long every = chain.every();
    long before = chain.steps() % every;
    if (every <= MOST_NORMS || (before + 1) * MOST_NORMS / every > before * MOST_NORMS / every) {
      norms = norms.plus(norm.getAsDouble());
    }
  }

  @Override
  public void stepDone(int epoch, long step, double loss, double epochLoss) {
    this.epoch = epoch;
    this.step = step;
    this.epochLoss = epochLoss;
    if (chain.step(loss)) {
      link();
    }
  }

  @Override
  public void epochDone(int epoch, double trainingLoss, @Nullable ValidationLoss validation) {
    EpochRecord record =
        EpochRecord.of(
            epoch,
            trainingLoss,
            validation == null ? null : Double.valueOf(validation.windows()),
            validation == null ? null : validation.streaming(),
            model.weights().sha256());
    epochs.add(record);
    best.epochDone(record, model);
    if (!goesOn()) {
      endChain();
    }
    this.epoch = epoch + 1;
    step = 0;
    epochLoss = 0;
  }

  @Override
  public boolean goesOn() {
    return !best.isOverdue();
  }

  /** Adds the last link of a run that ends before its planned steps, unless it is there. */
  void endChain() {
    if (chain.isOpen()) {
      link();
    }
  }

  private void link() {
    chain.link(epoch, model.weights().sha256ByName(), momentsSha256());
    stretches.add(norms);
    norms = GradientNorms.NONE;
  }

  private String momentsSha256() {
    MessageDigest digest = Sha256.digest();
    optimizer.state().values().forEach(part -> part.addTo(digest));
    return Sha256.hex(digest);
  }
}
