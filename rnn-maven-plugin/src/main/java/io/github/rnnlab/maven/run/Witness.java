package io.github.rnnlab.maven.run;

import io.github.rnnlab.maven.fork.WorkerListener;
import io.github.rnnlab.verify.Verification;
import io.github.rnnlab.worker.Event;
import org.jspecify.annotations.Nullable;

/** Keeps the event that the build acts on, and passes all events on. */
final class Witness implements WorkerListener {
  private final WorkerListener next;
  private @Nullable Verification verification;

  Witness(WorkerListener next) {
    this.next = next;
  }

  /** Returns the result of a verification; null if there was none. */
  @Nullable Verification verification() {
    return verification;
  }

  @Override
  public void event(Event event) {
    if (event instanceof Event.Verified verified) {
      verification = verified.verification();
    }
    next.event(event);
  }

  @Override
  public void stray(String line) {
    next.stray(line);
  }

  @Override
  public void stopped(boolean inOrder) {
    next.stopped(inOrder);
  }
}
