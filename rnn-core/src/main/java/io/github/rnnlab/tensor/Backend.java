package io.github.rnnlab.tensor;

/**
 * Computes with matrices: the operations that a recurrent model, backpropagation through time and
 * the optimizer need.
 *
 * <p>A backend owns its matrices. One thread at a time may use it; it may use threads of its own. A
 * backend with buffers refuses a second thread with an {@link IllegalStateException} while the
 * first is at work. Threads that compute at once each take a backend of their own from {@link
 * #alone}; they may read the same matrices, and write different ones.
 *
 * <p>A method whose operands do not fit each other throws an {@link IllegalArgumentException}. Sums
 * follow the order that the package's documentation states.
 */
public interface Backend extends AutoCloseable {
  /** Returns the name of this backend in a config. */
  String name();

  /** Returns whether results are the same bits on every machine. */
  NumericClass numericClass();

  /** Returns the number of threads that compute. */
  int threads();

  /**
   * Returns a backend for one more thread. It computes with this backend's matrices, gives the same
   * bits, and runs on the calling thread, with buffers of its own. It need not be closed, and
   * outlives this backend. Any thread may call this method at any time.
   */
  Backend alone();

  /**
   * Returns the bytes of heap that a matrix takes, however large; 0 if the backend holds its
   * matrices elsewhere. The matrices of a block take their sum, in one array where the backend has
   * arrays.
   */
  long bytes(long rows, long columns);

  /** Returns the bytes of heap that a {@link PackedMatrix} takes, however large. */
  long packedBytes(long rows, long columns);

  /**
   * Returns the most bytes of heap that the backend's own copies of operands take for recurrences
   * of a cell, over all its threads.
   *
   * @param cell the cell of the recurrences
   * @param hidden units of a state
   * @param batch sequences side by side
   */
  long bufferBytes(Cell cell, long hidden, long batch);

  /** Allocates matrices of zeros in one flat block. */
  Block allocate(Shape... shapes);

  /** Allocates one matrix of zeros. */
  default Matrix allocate(int rows, int columns) {
    return allocate(new Shape(rows, columns)).matrices().get(0);
  }

  /** Allocates a packed matrix of zeros, for right operands of {@code rows} by {@code columns}. */
  PackedMatrix allocatePacked(int rows, int columns);

  /** Allocates ids of 0. */
  Ids allocateIds(int count);

  /** Allocates losses of 0. */
  Losses allocateLosses(int count);

  /** Copies {@code rows * columns} numbers, row by row, into a matrix. */
  void write(float[] source, Matrix target);

  /** Copies the first ids of an array, as many as the target has. */
  void write(int[] source, Ids target);

  /** Copies a matrix, row by row, into an array of at least {@code rows * columns} numbers. */
  void read(Matrix source, float[] target);

  /** Sets every number of a matrix. */
  void fill(Matrix target, float value);

  /** Sets every number of a block to 0. */
  void clear(Block target);

  /** {@code target = source}, of equal shape. */
  void copy(Matrix source, Matrix target);

  /** {@code sum = a + b}, all of equal shape; {@code sum} may be one of the others. */
  void add(Matrix a, Matrix b, Matrix sum);

  /**
   * {@code product = a b}, number by number, all of equal shape; {@code product} may be one of the
   * others.
   */
  void multiply(Matrix a, Matrix b, Matrix product);

  /** {@code target (n, m) = source (m, n)} transposed. */
  void transpose(Matrix source, Matrix target);

  /** {@code target = source}, or the transpose of {@code source}, as {@link #gemm} reads it. */
  void pack(Matrix source, boolean transposed, PackedMatrix target);

  /** {@code c (m, n) += a (m, k) b (k, n)}. */
  void gemm(Matrix a, PackedMatrix b, Matrix c);

  /**
   * {@code target[r] = table[ids[r]] + bias}: the product of one-hot rows with a table, never
   * formed.
   *
   * @param table (v, n)
   * @param bias (1, n)
   * @param ids at least r of them, each in [0, v)
   * @param target (r, n)
   */
  void gatherRows(Matrix table, Matrix bias, Ids ids, Matrix target);

  /**
   * {@code sums (m, n) +=} the sum of {@code a[r]^T b[r]} over the rows of {@code a (k, m)} and
   * {@code b (k, n)}, from the last row to the first: the order in which backpropagation through
   * time reaches them.
   */
  void outerProducts(Matrix a, Matrix b, Matrix sums);

  /**
   * {@code table[ids[r]] += source[r]} for r of {@code [first, last)}, from the last to the first:
   * the gradient of {@link #gatherRows}.
   */
  void scatterAddRows(Matrix source, Ids ids, int first, int last, Matrix table);

  /** {@code target[r] = bias} for every row; {@code bias} is (1, n). */
  void broadcastRow(Matrix bias, Matrix target);

  /**
   * {@code sums (1, n) +=} the sum over the rows of {@code source (r, n)}, from the last row to the
   * first.
   */
  void columnSums(Matrix source, Matrix sums);

  /**
   * Takes the steps of a recurrence: for t = 0 .. T - 1, {@code gates[t] += h[t-1] weights}, gate
   * by gate, and then the cell's formulas.
   *
   * @param downstream receives rows from 0 to T B, ascending: row r once {@code statesAfter[r]} is
   *     known
   */
  void recurrence(Recurrence recurrence, Downstream downstream);

  /**
   * Takes the error back through the steps of {@link #recurrence}: for t = T - 1 .. 0, {@code dh[t]
   * += dgates[t+1] weights^T}, gate by gate (nothing at the last step), and then the cell's
   * gradients.
   *
   * @param downstream receives the rows of the gates' gradients, descending
   */
  void recurrenceGradient(Recurrence recurrence, Downstream downstream);

  /**
   * Computes the softmax, the cross-entropy and its gradient of rows {@code [first, last)} of
   * {@code logits (n, v)}. The gradient of the mean loss of all n rows replaces the logits: {@code
   * (softmax(logits[r]) - onehot(targets[r])) / n}.
   *
   * @param losses receives {@code -ln softmax(logits[r])[targets[r]]} at r, in nats
   */
  void softmaxCrossEntropy(Matrix logits, Ids targets, int first, int last, Losses losses);

  /** Returns a sum of losses and these after it, added from the first to the last. */
  double sum(double before, Losses losses);

  /**
   * Returns the Euclidean norm of all numbers of a block together: the square root of the sum of
   * their squares, which is added in doubles.
   */
  double norm(Block block);

  /** {@code block *= factor}, each number rounded once. */
  void scale(Block block, float factor);

  /** {@code block = min(max(block, -limit), limit)}, number by number; a NaN stays one. */
  void clamp(Block block, float limit);

  /**
   * {@code y = a x + b y} over two blocks of the same shapes: {@code b y} is rounded, and then the
   * sum, by fma. An exact backend flushes a number to 0 where its magnitude is below {@link
   * AdamStep#TINY}, because what only decays would otherwise reach the denormal numbers.
   */
  void axpby(float a, Block x, float b, Block y);

  /**
   * Takes one step of Adam over four blocks of the same shapes; {@link AdamStep} has the formulas.
   * The first moments may be the gradients themselves where beta1 is 0.
   */
  void adam(AdamStep step, Block gradients, Block firstMoments, Block secondMoments, Block weights);

  /** Ends the backend's threads. It cannot be used afterwards. */
  @Override
  void close();
}
