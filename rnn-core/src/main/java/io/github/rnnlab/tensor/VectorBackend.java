package io.github.rnnlab.tensor;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The default: computes with the JDK's Vector API, and gives the bits of {@link ScalarBackend} for
 * every shape, vector width and number of threads.
 *
 * <p>Only the classes named {@code Vector...} use the incubating module. Padding is zero, so loops
 * run over whole rows. Threads divide the results of an operation among themselves, by rows or by
 * columns, and never a sum; in a recurrence, a second thread can follow the first. They share short
 * operations only where that is faster.
 *
 * <p>It has buffers for one operation at a time, and refuses a second thread meanwhile; {@link
 * #alone} gives that thread a backend of its own.
 */
public final class VectorBackend extends HostBackend {
  private static final int LANES = HostMatrix.LANES;

  /** Work of fewer multiply-adds is done before another thread has begun. */
  private static final long WORTH_SHARING = 20_000;

  /** Work of more multiply-adds, which lasts half a millisecond, is shared without a trial. */
  private static final long WORTH_ANY_WAIT = 30_000_000;

  /**
   * The columns of a state are shared where a step has more multiply-adds. Up to 448 hidden units
   * it was faster to follow, on processors that share a cache and on others.
   */
  private static final long WORTH_SHARING_A_STEP = 200_000;

  /** Rows of a recurrence that a second thread follows at a time, at least: whole tiles. */
  private static final int ROWS_BEHIND = 2 * VectorTile.ROWS;

  /**
   * Rows at the end of a recurrence that are not worth sharing, since all that belongs to them is
   * in the cache of the thread that follows.
   */
  private static final int FEW_ROWS = 2 * ROWS_BEHIND;

  /** What the other operations cost for each number, in multiply-adds. */
  private static final long PER_NUMBER = 10;

  private final ThreadTeam team;

  private final SoleUse use =
      new SoleUse("a vector backend", "Give each thread its own with Backend.alone().");

  /** Runs work that may be too short to share. */
  private final Consumer<ThreadTeam.Work> shortWork;

  /** Notes the end of a recurrence and of the work downstream. */
  private final Runnable endPass;

  /** Each thread's part in a softmax. */
  private final VectorSoftmax[] softmaxes;

  /** Each thread's copies of the operands of a product. */
  private final VectorGemm[] products;

  /** Each thread's part in a recurrence. */
  private final VectorRecurrence[] recurrences;

  /** The backend of the second thread while the first takes the steps of a recurrence. */
  private final Backend alone;

  /** Whether a thread has begun to follow a recurrence. */
  private boolean begun;

  /** How many rows of it have been followed. */
  private int followed;

  /** Starts {@code threads} threads, of which the caller is one. */
  public VectorBackend(int threads) {
    this(new ThreadTeam(threads), false);
  }

  /** Takes a team; whether its threads share all work for which there are enough. */
  VectorBackend(ThreadTeam team, boolean always) {
    this.team = team;
    int threads = team.members();
    Sharing sharing = new Sharing(team::run, ThreadTeam::nanoTime);
    shortWork = always ? team::run : sharing::run;
    endPass = always ? () -> {} : sharing::endPass;
    softmaxes = Stream.generate(VectorSoftmax::new).limit(threads).toArray(VectorSoftmax[]::new);
    products = Stream.generate(VectorGemm::new).limit(threads).toArray(VectorGemm[]::new);
    recurrences =
        IntStream.range(0, threads)
            .mapToObj(member -> new VectorRecurrence(team, member))
            .toArray(VectorRecurrence[]::new);
    alone = threads > 1 ? new VectorBackend(1) : this;
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
  public Backend alone() {
    return new VectorBackend(1);
  }

  @Override
  public long packedBytes(long rows, long columns) {
    return VectorPacked.bytes(rows, columns);
  }

  @Override
  public long bufferBytes(Cell cell, long hidden, long batch) {
    int threads = team.members();
    // Threads share the columns of a state, or have whole copies for sequences of their own.
    long copies = batch >= (long) VectorTile.ROWS * threads ? threads : 1;
    long weights = copies * cell.gates() * VectorWeights.bytes(hidden, batch);
    long product = VectorGemm.bytes(hidden);
    // Each thread has one for recurrences, and one for products; so has what follows them.
    return weights + product * (threads > 1 ? 2L * threads + 1 : 2);
  }

  @Override
  public PackedMatrix allocatePacked(int rows, int columns) {
    return VectorPacked.allocate(rows, columns);
  }

  @Override
  public void close() {
    team.close();
  }

  private void share(long multiplyAdds, ThreadTeam.Work work) {
    boolean entered = use.enter();
    try {
      if (multiplyAdds < WORTH_SHARING || team.members() == 1) {
        work.run(0, 1);
      } else if (multiplyAdds < WORTH_ANY_WAIT) {
        shortWork.accept(work);
      } else {
        team.run(work);
      }
    } finally {
      use.leave(entered);
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
  void packRightOperand(HostMatrix source, boolean transposed, PackedMatrix target) {
    VectorPanels panels = ((VectorPacked) target).panels();
    int columns = transposed ? source.rows : source.stride;
    panels.pack(source.data, source.offset, source.stride, transposed, target.rows(), columns);
  }

  @Override
  void multiply(HostMatrix a, PackedMatrix b, HostMatrix c) {
    VectorPanels panels = ((VectorPacked) b).panels();
    shareRows(
        c,
        a.columns,
        (member, first, last) -> products[member].multiply(a, panels, c, first, last));
  }

  @Override
  void addOuterProducts(HostMatrix a, HostMatrix b, HostMatrix c) {
    shareRows(
        c,
        a.rows,
        (member, first, last) -> products[member].addOuterProducts(a, b, c, first, last));
  }

  /** Computes some rows of a product. */
  @FunctionalInterface
  private interface Rows {
    void compute(int member, int first, int last);
  }

  /** Shares the rows of a product with so many k, by whole tiles. */
  private void shareRows(HostMatrix c, int depth, Rows rows) {
    int tiles = (c.rows + VectorTile.ROWS - 1) / VectorTile.ROWS;
    share(
        tiles > 1 ? (long) c.rows * c.columns * depth : 0,
        (member, members) -> {
          int first = ThreadTeam.share(member, members, tiles) * VectorTile.ROWS;
          int next = ThreadTeam.share(member + 1, members, tiles) * VectorTile.ROWS;
          rows.compute(member, first, Math.min(next, c.rows));
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
  void scatterAdd(HostMatrix source, int[] ids, int from, int to, HostMatrix table) {
    share(
        (to - from) * (long) source.stride,
        (member, members) -> {
          int first = firstColumn(member, members, source);
          int last = firstColumn(member + 1, members, source);
          for (int i = to - 1; i >= from; i--) {
            int row = table.row(ids[i]) + first;
            VectorKernels.add(
                table.data, row, source.data, source.row(i) + first, table.data, row, last - first);
          }
        });
  }

  @Override
  void addRows(HostMatrix source, HostMatrix sums) {
    share(
        source.rows * (long) sums.stride,
        (member, members) -> {
          int first = firstColumn(member, members, sums);
          int last = firstColumn(member + 1, members, sums);
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
  public void recurrence(Recurrence recurrence, Downstream downstream) {
    VectorRecurrence.Activation activation = forward(recurrence);
    takeSteps(
        recurrence,
        (member, members) -> recurrences[member].forward(recurrence, members, activation),
        () -> fetchStates(recurrence),
        downstream);
  }

  @Override
  public void recurrenceGradient(Recurrence recurrence, Downstream downstream) {
    VectorRecurrence.Activation activation = backward(recurrence);
    int rows = recurrence.rows();
    takeSteps(
        recurrence,
        (member, members) -> recurrences[member].backward(recurrence, members, activation),
        () -> {
          fetchStates(recurrence);
          fetch((HostMatrix) recurrence.dHidden());
        },
        Downstream.of(
            downstream::begin,
            (backend, first, last) -> downstream.follow(backend, rows - last, rows - first)));
  }

  private static VectorRecurrence.Activation forward(Recurrence recurrence) {
    HostMatrix hidden = (HostMatrix) recurrence.hidden();
    int batch = recurrence.batch();
    return switch (recurrence.cell()) {
      case VANILLA ->
          (row, from, to) ->
              VectorKernels.tanh(hidden.data, hidden.row(row + batch) + from, to - from);
      case GRU -> new VectorGru(recurrence)::forward;
      case LSTM -> new VectorLstm(recurrence)::forward;
    };
  }

  private static VectorRecurrence.Activation backward(Recurrence recurrence) {
    HostMatrix hidden = (HostMatrix) recurrence.hidden();
    HostMatrix dHidden = (HostMatrix) recurrence.dHidden();
    int batch = recurrence.batch();
    return switch (recurrence.cell()) {
      case VANILLA ->
          (row, from, to) ->
              VectorKernels.tanhGradient(
                  hidden.data,
                  hidden.row(row + batch) + from,
                  dHidden.data,
                  dHidden.row(row) + from,
                  to - from);
      case GRU -> new VectorGru(recurrence)::backward;
      case LSTM -> new VectorLstm(recurrence)::backward;
    };
  }

  private static void fetchStates(Recurrence recurrence) {
    fetch((HostMatrix) recurrence.hidden());
    for (Matrix gate : recurrence.gates()) {
      fetch((HostMatrix) gate);
    }
  }

  private static void fetch(HostMatrix matrix) {
    VectorKernels.fetch(matrix.data, matrix.offset, matrix.rows * matrix.stride);
  }

  /**
   * Takes the steps of a recurrence. Threads share the sequences of a batch, or the columns of a
   * large state. For a single sequence of small states, no share is worth a wait at every step: one
   * thread takes the steps, and a second one follows. If it is far behind when the recurrence ends,
   * all threads share the rest.
   *
   * @param fetch fetches what the steps read and another thread may have written
   * @param downstream counts rows in the order of the steps
   */
  private void takeSteps(
      Recurrence recurrence, ThreadTeam.Work steps, Runnable fetch, Downstream downstream) {
    boolean entered = use.enter();
    try {
      takeStepsAndFollow(recurrence, steps, fetch, downstream);
    } finally {
      use.leave(entered);
    }
  }

  private void takeStepsAndFollow(
      Recurrence recurrence, ThreadTeam.Work steps, Runnable fetch, Downstream downstream) {
    int rows = recurrence.rows();
    long units = recurrence.hidden().columns();
    long step = recurrence.cell().gates() * units * units;
    begun = false;
    followed = 0;
    if (recurrence.batch() > 1 || step > WORTH_SHARING_A_STEP) {
      share(rows * step, steps);
    } else if (rows <= ROWS_BEHIND || rows * step < WORTH_SHARING || team.members() == 1) {
      steps.run(0, 1);
    } else {
      // However many steps there are, whether following pays depends on what each of them costs.
      shortWork.accept(
          (member, members) -> {
            if (member == 1) {
              follow(rows, downstream);
            } else if (member == 0) {
              if (members > 1) {
                fetch.run();
              }
              steps.run(0, 1);
            }
          });
    }
    if (!begun) {
      downstream.begin(this);
    }
    if (followed < rows || rows == 0) {
      downstream.follow(this, followed, rows);
    }
    endPass.run();
  }

  /** Follows the steps that member 0 takes, some behind. */
  private void follow(int rows, Downstream downstream) {
    begun = true;
    downstream.begin(alone);
    while (followed < rows) {
      team.await(1, 0, Math.min(followed + ROWS_BEHIND, rows));
      int known = team.arrived(0);
      if (known == rows && rows - followed > FEW_ROWS) {
        return;
      }
      int next = known == rows ? rows : next(known, rows);
      downstream.follow(alone, followed, next);
      followed = next;
    }
  }

  /**
   * Returns the row up to which to follow next, so that following, at the pace so far, ends with
   * the recurrence.
   */
  private int next(int known, int rows) {
    int inTime = (int) ((long) (rows - known) * followed / known);
    int count = Math.max(ROWS_BEHIND, Math.min(known - followed, inTime));
    return followed + count - count % VectorTile.ROWS;
  }

  @Override
  void softmaxCrossEntropy(HostMatrix logits, int[] targets, int first, int last, double[] losses) {
    int rows = last - first;
    share(
        PER_NUMBER * rows * logits.stride,
        (member, members) -> {
          int end = first + ThreadTeam.share(member + 1, members, rows);
          for (int i = first + ThreadTeam.share(member, members, rows); i < end; ) {
            int next = Math.min(i + VectorSoftmax.MOST_ROWS, end);
            softmaxes[member].run(logits, i, next, targets, losses);
            i = next;
          }
        });
  }

  /**
   * Member 0 has two shares: most weights are the recurrence's, which it read last, and writing
   * what another thread has read takes longest.
   */
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
                HostMatrix.LEAD
                    + (member == 0 ? 0 : ThreadTeam.share(member + 1, members + 1, lines)) * LANES,
                HostMatrix.LEAD + ThreadTeam.share(member + 2, members + 1, lines) * LANES));
  }
}
