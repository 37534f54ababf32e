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
    if (method.endsWith("RecurrenceGradient")) {
      return BACKWARD;
    }
    if (method.endsWith("Recurrence")) {
      return FORWARD;
    }
    return switch (method) {
      case "gatherRows" -> GATHER;
      case "fill" -> afterLoss ? WEIGHT_GRADIENTS : GATHER;
      case "gemm" -> afterLoss ? OUTPUT_GRADIENTS : LOGITS;
      case "broadcastRow", "transpose" -> LOGITS;
      case "softmaxCrossEntropy" -> SOFTMAX;
      case "outerProducts", "scatterAddRows", "columnSums" -> WEIGHT_GRADIENTS;
      case "adam" -> ADAM;
      default -> OTHER;
    };
  }

  @Override
  public String toString() {
    return title;
  }
}
