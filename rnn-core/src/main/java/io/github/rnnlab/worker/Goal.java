package io.github.rnnlab.worker;

/** What a worker is asked to do with its experiment. */
public enum Goal {
  /** Read the corpus and write the prepared files. */
  PREPARE,
  /** Prepare, then train and report. */
  TRAIN,
  /** Write text with the trained model. */
  GENERATE,
  /** Show that the archive of its run still comes out. */
  VERIFY
}
