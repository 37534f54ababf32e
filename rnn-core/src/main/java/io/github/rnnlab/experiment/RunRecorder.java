package io.github.rnnlab.experiment;

import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.model.CharRnn;
import io.github.rnnlab.report.Chain;
import io.github.rnnlab.report.DigestChain;
import io.github.rnnlab.report.EpochRecord;
import io.github.rnnlab.train.Adam;
import io.github.rnnlab.train.TrainingListener;
import io.github.rnnlab.train.ValidationLoss;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records what the report says about training: every epoch, and the chain over all steps. */
final class RunRecorder implements TrainingListener {
  private final CharRnn model;
  private final Adam optimizer;
  private final DigestChain chain;
  private final TrainingListener next;
  private final List<EpochRecord> epochs = new ArrayList<>();

  /** Starts a record; whatever is recorded is told to the next listener afterwards. */
  RunRecorder(CharRnn model, Adam optimizer, DigestChain chain, TrainingListener next) {
    this.model = model;
    this.optimizer = optimizer;
    this.chain = chain;
    this.next = next;
  }

  /** Returns the epochs so far. */
  List<EpochRecord> epochs() {
    return epochs;
  }

  /** Returns the chain so far. */
  Chain chain() {
    return chain.chain();
  }

  @Override
  public void stepDone(int epoch, long step, double loss, double epochLoss) {
    if (chain.step(loss)) {
      chain.link(epoch, model.weights().sha256ByName(), momentsSha256());
    }
    next.stepDone(epoch, step, loss, epochLoss);
  }

  @Override
  public void epochDone(int epoch, double trainingLoss, @Nullable ValidationLoss validation) {
    epochs.add(
        EpochRecord.of(
            epoch,
            trainingLoss,
            validation == null ? null : Double.valueOf(validation.windows()),
            validation == null ? null : validation.streaming(),
            model.weights().sha256()));
    next.epochDone(epoch, trainingLoss, validation);
  }

  private String momentsSha256() {
    MessageDigest digest = Sha256.digest();
    optimizer.firstMoments().addTo(digest);
    optimizer.secondMoments().addTo(digest);
    return Sha256.hex(digest);
  }
}
