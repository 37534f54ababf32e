package io.github.rnnlab.benchmarks;

/** The parts of a training step, in the order in which they come. */
enum Phase {
  GATHER("gather of the inputs"),
  FORWARD("forward recurrence"),
  LOGITS("logits"),
  SOFTMAX("softmax and loss"),
  OUTPUT_GRADIENTS("gradients of the states from the output"),
  BACKWARD("backward recurrence"),
  WEIGHT_GRADIENTS("gradients of weights and biases"),
  ADAM("Adam"),
  OTHER("other operations");

  private final String title;

  Phase(String title) {
    this.title = title;
  }

  /**
   * Returns the part that an operation belongs to.
   *
   * @param afterLoss whether the loss of this step has been computed
   */
  static Phase of(String method, boolean afterLoss) {
    return switch (method) {
      case "recurrence" -> FORWARD;
      case "recurrenceGradient" -> BACKWARD;
      case "gatherRows", "write", "add" -> GATHER;
      case "gemm", "fill" -> afterLoss ? OUTPUT_GRADIENTS : LOGITS;
      case "broadcastRow", "pack" -> LOGITS;
      case "softmaxCrossEntropy" -> SOFTMAX;
      case "clear", "outerProducts", "scatterAddRows", "columnSums" -> WEIGHT_GRADIENTS;
      case "adam" -> ADAM;
      default -> OTHER;
    };
  }

  @Override
  public String toString() {
    return title;
  }
}
