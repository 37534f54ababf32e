package io.github.rnnlab.tensor;

/**
 * What a cell, backpropagation through time and the optimiser need of a machine: a few operations
 * on batched matrices.
 *
 * <p>A backend owns its matrices. It may be used by one thread at a time; it may use threads of its
 * own. A backend that has buffers refuses a second thread with an {@link IllegalStateException}
 * while the first is at work. Threads that compute at once each take one of their own from {@link
 * #alone}; they may read the same matrices, and write different ones.
 *
 * <p>Shapes that do not fit are an {@link IllegalArgumentException}. Sums follow the order stated
 * in the package's documentation.
 */
public interface Backend extends AutoCloseable {
  /** Returns the name that a config calls this backend by. */
  String name();

  /** Returns whether results are the same bits on every machine. */
  NumericClass numericClass();

  /** Returns how many threads compute. */
  int threads();

  /**
   * Returns a backend for the use of one more thread: it takes this backend's matrices, gives the
   * same bits, and computes on the thread that calls it, with buffers of its own. It need not be
   * closed, and outlives this one. Any thread may ask for one at any time.
   */
  Backend alone();

  /**
   * Returns how many bytes a matrix takes, however large it is; those of a block take the sum, in
   * one array where the backend has arrays.
   */
  long bytes(long rows, long columns);

  /**
   * Returns how many bytes the backend's own copies of operands take at most, of all its threads
   * together, where it trains a model or writes with it.
   *
   * @param hidden units of a state
   * @param batch sequences side by side
   * @param columns of the widest right operand of a product
   */
  long bufferBytes(long hidden, long batch, long columns);

  /** Allocates matrices of zeros in one flat block. */
  Block allocate(Shape... shapes);

  /** Allocates one matrix of zeros. */
  default Matrix allocate(int rows, int columns) {
    return allocate(new Shape(rows, columns)).matrices().get(0);
  }

  /** Copies {@code rows * columns} numbers, row by row, into a matrix. */
  void write(float[] source, Matrix target);

  /** Copies a matrix, row by row, into an array of at least {@code rows * columns} numbers. */
  void read(Matrix source, float[] target);

  /** Sets every number of a matrix. */
  void fill(Matrix target, float value);

  /** {@code target = source}, of equal shape. */
  void copy(Matrix source, Matrix target);

  /** {@code target (n, m) = source (m, n)} transposed. */
  void transpose(Matrix source, Matrix target);

  /**
   * {@code c (m, n) = a (m, k) b (k, n)}, or {@code c += a b} if it accumulates.
   *
   * @param transposeA whether {@code a} is stored transposed, as (k, m)
   * @param transposeB whether {@code b} is stored transposed, as (n, k)
   */
  void gemm(
      Matrix a, boolean transposeA, Matrix b, boolean transposeB, Matrix c, boolean accumulate);

  /**
   * {@code target[r] = table[ids[r]] + bias}: the product of one-hot rows with a table, never
   * formed.
   *
   * @param table (v, n)
   * @param bias (1, n)
   * @param ids at least r of them, each in [0, v)
   * @param target (r, n)
   */
  void gatherRows(Matrix table, Matrix bias, int[] ids, Matrix target);

  /**
   * {@code sums (m, n) =} the sum of {@code a[r]^T b[r]} over the rows of {@code a (k, m)} and
   * {@code b (k, n)}, or {@code sums +=} if it accumulates; from the last row to the first, so that
   * gradients can be summed up as backpropagation through time comes to them.
   */
  void outerProducts(Matrix a, Matrix b, Matrix sums, boolean accumulate);

  /**
   * {@code table[ids[r]] += source[r]} for r of {@code [first, last)}, from the last to the first:
   * the gradient of {@link #gatherRows}.
   */
  void scatterAddRows(Matrix source, int[] ids, int first, int last, Matrix table);

  /** {@code target[r] = bias} for every row; {@code bias} is (1, n). */
  void broadcastRow(Matrix bias, Matrix target);

  /**
   * {@code sums (1, n) =} the sum over the rows of {@code source (r, n)}, or {@code sums +=} if it
   * accumulates; from the last row to the first.
   */
  void columnSums(Matrix source, Matrix sums, boolean accumulate);

  /**
   * {@code states[t + 1] = tanh(states[t + 1] + states[t] weights)} for t = 0 .. T - 1: a whole
   * Elman recurrence.
   *
   * @param weights (h, h), from the former state to the next
   * @param states ((T + 1) B, h), time-major: the first B rows are the first state; the others hold
   *     what reaches the cell from outside at each step, biases included, and the states afterwards
   * @param batch B, the number of sequences side by side
   * @param follower gets rows from 0 to T B, ascending: row r when {@code states[r + B]} is known
   */
  void tanhRecurrence(Matrix weights, Matrix states, int batch, Follower follower);

  /**
   * The gradient of {@link #tanhRecurrence}, for t = T - 1 .. 0:
   *
   * <pre>
   *   dStates[t] += dInputs[t + 1] weights^T          (nothing to add at the last step)
   *   dInputs[t] = dStates[t] (1 - states[t + 1]^2)
   * </pre>
   *
   * @param weights (h, h), the same as forward
   * @param states as written by the forward recurrence
   * @param dStates (T B, h): holds the gradients that reach the states from outside, and {@code
   *     dInputs} afterwards
   * @param batch B
   * @param follower gets the rows of {@code dInputs}, descending
   */
  void tanhRecurrenceGradient(
      Matrix weights, Matrix states, Matrix dStates, int batch, Follower follower);

  /** {@code x = tanh(x)}. */
  void tanh(Matrix x);

  /** {@code gradient *= 1 - y^2}, where {@code y} is what {@link #tanh} gave. */
  void tanhGradient(Matrix y, Matrix gradient);

  /**
   * Softmax, cross-entropy and its gradient for rows {@code [first, last)} of {@code logits (n,
   * v)}. They become the gradient of the mean loss of all n rows, {@code (softmax(logits[r]) -
   * onehot(targets[r])) / n}.
   *
   * @param losses gets {@code -ln softmax(logits[r])[targets[r]]} at r, in nats
   */
  void softmaxCrossEntropy(Matrix logits, int[] targets, int first, int last, double[] losses);

  /**
   * Returns the Euclidean norm of all numbers of a block together: the square root of the sum of
   * their squares, which is added up in doubles.
   */
  double norm(Block block);

  /** {@code block *= factor}, each number rounded once. */
  void scale(Block block, float factor);

  /**
   * One step of Adam over four blocks of the same shapes; see {@link AdamStep} for the formulas.
   */
  void adam(AdamStep step, Block gradients, Block firstMoments, Block secondMoments, Block weights);

  /** Ends the backend's threads; it cannot be used afterwards. */
  @Override
  void close();
}
