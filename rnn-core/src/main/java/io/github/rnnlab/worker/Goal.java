package io.github.rnnlab.worker;

/** What a worker does with its experiment. */
public enum Goal {
  /** Prepare the corpus. */
  PREPARE,
  /** Prepare the corpus, train and report. */
  TRAIN,
  /** Generate text with the trained model. */
  GENERATE,
  /** Generate text after each prompt that Maven sends. */
  ANSWER,
  /** Write the trained model in another format. */
  EXPORT,
  /** Judge the trained model on a text. */
  EVALUATE,
  /** Look inside the trained model while it reads a text. */
  INSPECT,
  /** Verify the archived run. */
  VERIFY
}
