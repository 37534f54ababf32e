package io.github.rnnlab.tensor;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The default: the JDK's Vector API, with the bits of {@link ScalarBackend} for every shape, vector
 * width and number of threads.
 *
 * <p>Only the classes named {@code Vector...} know the incubating module. Padding is zero, so loops
 * run over whole rows. Threads share out the results of an operation, by rows or by columns, and
 * never a sum; short operations only where that is faster.
 */
public final class VectorBackend extends HostBackend {
  private static final int LANES = HostMatrix.LANES;

  /** Work of fewer multiply-adds is done before another thread has begun. */
  private static final long WORTH_SHARING = 20_000;

  /** Work of more multiply-adds lasts so long that sharing it always pays. */
  private static final long WORTH_ANY_WAIT = 10_000_000;

  /** What the other operations cost for each number, in multiply-adds. */
  private static final long PER_NUMBER = 10;

  private final ThreadTeam team;

  /** Has work done that may be too short for sharing it. */
  private final Consumer<ThreadTeam.Work> shortWork;

  /** Each thread's part in a softmax. */
  private final VectorSoftmax[] softmaxes;

  /** Each thread's copies of what a product is made of. */
  private final VectorGemm[] products;

  /** Each thread's part in a recurrence. */
  private final VectorRecurrence[] recurrences;

  private double[] rowLosses = new double[0];

  /** Starts so many threads, the caller's included. */
  public VectorBackend(int threads) {
    this(new ThreadTeam(threads), false);
  }

  /** Takes a team; whether its threads share all work for which there are enough. */
  VectorBackend(ThreadTeam team, boolean always) {
    this.team = team;
    int threads = team.members();
    shortWork = always ? team::run : new Sharing(team::run, ThreadTeam::nanoTime)::run;
    softmaxes = Stream.generate(VectorSoftmax::new).limit(threads).toArray(VectorSoftmax[]::new);
    products = Stream.generate(VectorGemm::new).limit(threads).toArray(VectorGemm[]::new);
    recurrences =
        IntStream.range(0, threads)
            .mapToObj(member -> new VectorRecurrence(team, member))
            .toArray(VectorRecurrence[]::new);
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public int threads() {
    return team.members();
  }

  @Override
  public void close() {
    team.close();
  }

  private void share(long multiplyAdds, ThreadTeam.Work work) {
    if (multiplyAdds < WORTH_SHARING || team.members() == 1) {
      work.run(0, 1);
    } else if (multiplyAdds < WORTH_ANY_WAIT) {
      shortWork.accept(work);
    } else {
      team.run(work);
    }
  }

  @Override
  void turn(HostMatrix source, HostMatrix target) {
    int tiles = target.stride / LANES;
    share(
        source.rows * (long) source.columns,
        (member, members) -> {
          int first = ThreadTeam.share(member, members, tiles) * LANES;
          int last = Math.min(ThreadTeam.share(member + 1, members, tiles) * LANES, source.rows);
          VectorTransposition.copy(
              source.data,
              source.row(first),
              source.stride,
              target.data,
              target.offset + first,
              target.stride,
              last - first,
              source.columns);
        });
  }

  @Override
  void multiply(
      HostMatrix a,
      boolean transposeA,
      HostMatrix b,
      boolean transposeB,
      HostMatrix c,
      int depth,
      boolean accumulate) {
    int tiles = (c.rows + VectorTile.ROWS - 1) / VectorTile.ROWS;
    share(
        (long) c.rows * c.columns * depth,
        (member, members) -> {
          int first = ThreadTeam.share(member, members, tiles) * VectorTile.ROWS;
          int next = ThreadTeam.share(member + 1, members, tiles) * VectorTile.ROWS;
          int last = Math.min(next, c.rows);
          if (!accumulate) {
            clear(c, first, last);
          }
          products[member].multiply(a, transposeA, b, transposeB, c, first, last, depth);
        });
  }

  @Override
  void gather(HostMatrix table, HostMatrix bias, int[] ids, HostMatrix target) {
    share(
        target.rows * (long) target.stride,
        (member, members) -> {
          int last = ThreadTeam.share(member + 1, members, target.rows);
          for (int i = ThreadTeam.share(member, members, target.rows); i < last; i++) {
            int from = table.row(ids[i]);
            int to = target.row(i);
            VectorKernels.add(
                table.data, from, bias.data, bias.offset, target.data, to, target.stride);
          }
        });
  }

  @Override
  void scatterAdd(HostMatrix source, int[] ids, HostMatrix table) {
    share(
        source.rows * (long) source.stride,
        (member, members) -> {
          int first = firstColumn(member, members, source);
          int last = firstColumn(member + 1, members, source);
          for (int i = 0; i < source.rows; i++) {
            int to = table.row(ids[i]) + first;
            VectorKernels.add(
                table.data, to, source.data, source.row(i) + first, table.data, to, last - first);
          }
        });
  }

  @Override
  void addRows(HostMatrix source, HostMatrix sums) {
    share(
        source.rows * (long) source.stride,
        (member, members) -> {
          int first = firstColumn(member, members, source);
          int last = firstColumn(member + 1, members, source);
          VectorKernels.addRows(
              source.data,
              source.offset + first,
              source.stride,
              source.rows,
              sums.data,
              sums.offset + first,
              last - first);
        });
  }

  private static int firstColumn(int member, int members, HostMatrix matrix) {
    return ThreadTeam.share(member, members, matrix.stride / LANES) * LANES;
  }

  @Override
  public void tanhRecurrence(Matrix weights, Matrix states, int batch) {
    Recurrence.requireFit(weights, states, batch);
    HostMatrix recurrent = (HostMatrix) weights;
    HostMatrix hidden = (HostMatrix) states;
    VectorRecurrence.Activation tanh =
        (row, from, to) -> VectorKernels.tanh(hidden.data, hidden.row(row) + from, to - from);
    share(
        (long) hidden.rows * recurrent.rows * recurrent.columns,
        (member, members) -> recurrences[member].forward(recurrent, hidden, batch, members, tanh));
  }

  @Override
  public void tanhRecurrenceGradient(Matrix weights, Matrix states, Matrix dStates, int batch) {
    Recurrence.requireFit(weights, states, dStates, batch);
    HostMatrix recurrent = (HostMatrix) weights;
    HostMatrix hidden = (HostMatrix) states;
    HostMatrix gradient = (HostMatrix) dStates;
    VectorRecurrence.Activation tanhGradient =
        (row, from, to) ->
            VectorKernels.tanhGradient(
                hidden.data,
                hidden.row(row + batch) + from,
                gradient.data,
                gradient.row(row) + from,
                to - from);
    share(
        (long) gradient.rows * recurrent.rows * recurrent.columns,
        (member, members) ->
            recurrences[member].backward(recurrent, gradient, batch, members, tanhGradient));
  }

  @Override
  void tanh(HostMatrix x) {
    VectorKernels.tanh(x.data, x.offset, x.rows * x.stride);
  }

  @Override
  void tanhGradient(HostMatrix y, HostMatrix gradient) {
    VectorKernels.tanhGradient(y.data, y.offset, gradient.data, gradient.offset, y.rows * y.stride);
  }

  @Override
  double softmaxCrossEntropy(HostMatrix logits, int[] targets) {
    if (rowLosses.length < logits.rows) {
      rowLosses = new double[logits.rows];
    }
    share(
        PER_NUMBER * logits.rows * logits.stride,
        (member, members) -> {
          int last = ThreadTeam.share(member + 1, members, logits.rows);
          for (int i = ThreadTeam.share(member, members, logits.rows); i < last; ) {
            int next = Math.min(i + VectorSoftmax.MOST_ROWS, last);
            softmaxes[member].run(logits, i, next, targets, rowLosses);
            i = next;
          }
        });
    double loss = 0;
    for (int i = 0; i < logits.rows; i++) {
      loss += rowLosses[i];
    }
    return loss;
  }

  @Override
  void adam(AdamStep step, float[] g, float[] m, float[] v, float[] p) {
    int lines = (p.length - HostMatrix.LEAD) / LANES;
    share(
        PER_NUMBER * p.length,
        (member, members) ->
            VectorKernels.adam(
                step,
                g,
                m,
                v,
                p,
                HostMatrix.LEAD + ThreadTeam.share(member, members, lines) * LANES,
                HostMatrix.LEAD + ThreadTeam.share(member + 1, members, lines) * LANES));
  }
}
