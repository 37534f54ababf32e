package io.github.rnnlab.maven.log;

import io.github.rnnlab.maven.build.BuildContext;
import io.github.rnnlab.maven.fork.WorkerListener;
import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.run.Progress;
import io.github.rnnlab.run.ProgressListener;
import io.github.rnnlab.sweep.RunResult;
import io.github.rnnlab.sweep.SweepListener;
import io.github.rnnlab.sweep.SweepRun;
import io.github.rnnlab.worker.Event;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * Renders the progress of a sweep. On a terminal it is a table that is rewritten, with a row for
 * each run that trains now; elsewhere it is a line of the log for some of the runs that have ended.
 * Safe for use by several threads.
 */
public final class SweepLog implements SweepListener, WorkerListener, AutoCloseable {
  private static final long REDRAW = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(10);

  /** Each of so many runs has its line. */
  private static final int FEW_RUNS = 50;

  private static final int MOST_ROWS = 16;
  private static final String ESCAPE = "\u001b[";

  private final Log log;
  private final PrintStream out;
  private final String name;
  private final boolean live;
  private final LastWord lastWord;
  private final Columns columns;
  private final LongSupplier nanoTime;
  private final Map<SweepRun, String> training = new LinkedHashMap<>();
  private final Set<String> warnings = new LinkedHashSet<>();
  private String rung = "";
  private int runs;
  private int done;
  private int upToDate;
  private int failed;
  private @Nullable String best;
  private double least = Double.POSITIVE_INFINITY;
  private long lastLine;
  private long lastDraw;
  private int height;
  private boolean isStopped;

  /**
   * Renders to a log and a stream.
   *
   * @param name of the sweep
   * @param live whether {@code out} is a terminal on which lines can be rewritten
   * @param columns the width of a line now
   * @param nanoTime the clock
   */
  SweepLog(
      Log log,
      PrintStream out,
      String name,
      boolean live,
      LastWord lastWord,
      IntSupplier columns,
      LongSupplier nanoTime) {
    this.log = log;
    this.out = out;
    this.name = name;
    this.live = live;
    this.lastWord = lastWord;
    this.columns = new Columns(columns, nanoTime);
    this.nanoTime = nanoTime;
    lastLine = nanoTime.getAsLong();
    lastDraw = lastLine - REDRAW;
  }

  /** Returns the log of a sweep. */
  public static SweepLog of(BuildContext build, String name) {
    PrintStream out = Terminal.standardOutput();
    return new SweepLog(
        build.log(),
        out,
        name,
        Terminal.isLive(build),
        new LastWord(build.log(), out, LastWord.logStays(build)),
        Terminal::columns,
        System::nanoTime);
  }

  @Override
  public synchronized void rung(int number, int rungs, int trials, int count) {
    runs = count;
    done = 0;
    upToDate = 0;
    failed = 0;
    best = null;
    least = Double.POSITIVE_INFINITY;
    rung = rungs == 1 ? "" : ", rung " + number + " of " + rungs;
    if (rungs > 1) {
      info(name + rung + ": " + trials + (trials == 1 ? " trial" : " trials"));
    }
  }

  @Override
  public synchronized ProgressListener began(SweepRun run) {
    training.put(run, "");
    draw();
    return new Row(run);
  }

  @Override
  public synchronized void ended(SweepRun run, RunResult result, boolean trained) {
    training.remove(run);
    done++;
    Double loss = result.bitsPerCharacter();
    if (loss != null && loss < least) {
      least = loss;
      best = Wording.loss(loss) + ", " + run.label();
    }
    if (!result.isFinished()) {
      failed++;
      info(place() + run.label() + " failed: " + firstLine(result));
    } else if (!trained) {
      upToDate++;
    } else if (!live && isTimeForALine()) {
      info(place() + run.label() + ": " + (loss == null ? "" : Wording.loss(loss)));
    }
    if (done == runs && upToDate > 0) {
      info(name + rung + ": " + upToDate + " of " + runs + " runs were up to date");
    }
    draw();
  }

  @Override
  public void event(Event event) {}

  @Override
  public synchronized void stray(String line) {
    if (log.isDebugEnabled()) {
      clear();
      log.debug(line);
    }
  }

  @Override
  public synchronized void stopped(boolean inOrder) {
    if (!isStopped) {
      clear();
      isStopped = true;
      lastWord.say(
          (inOrder ? "Stopped after " : "Workers did not stop in time and were killed, after ")
              + done
              + " of "
              + runs
              + " runs"
              + rung
              + ": the next rnn:sweep goes on from there.",
          columns.width());
    }
  }

  /** Leaves the terminal without the table. */
  @Override
  public synchronized void close() {
    clear();
  }

  /** The goal names the whole message at its end. */
  private static String firstLine(RunResult result) {
    return String.valueOf(result.message()).lines().findFirst().orElse("");
  }

  private String place() {
    return "[" + done + "/" + runs + "] ";
  }

  private boolean isTimeForALine() {
    return runs <= FEW_RUNS || done == runs || nanoTime.getAsLong() - lastLine >= INTERVAL;
  }

  private void info(String line) {
    clear();
    log.info(line);
    lastLine = nanoTime.getAsLong();
  }

  private void draw() {
    long now = nanoTime.getAsLong();
    if (!live || isStopped || now - lastDraw < REDRAW) {
      return;
    }
    lastDraw = now;
    List<String> lines = new ArrayList<>();
    lines.add(
        name
            + rung
            + ": "
            + done
            + " of "
            + runs
            + " runs"
            + (failed > 0 ? ", " + failed + " failed" : ""));
    training.entrySet().stream()
        .limit(MOST_ROWS)
        .forEach(row -> lines.add("  " + row.getValue() + "  " + row.getKey().label()));
    if (best != null) {
      lines.add("  best so far: " + best);
    }
    StringBuilder table = new StringBuilder(up());
    for (String line : lines) {
      int fitting = Math.min(line.length(), Math.max(0, columns.width() - 1));
      table.append(line, 0, fitting).append(ESCAPE).append("K\n");
    }
    out.print(table.append(ESCAPE).append('J'));
    out.flush();
    height = lines.size();
  }

  private void clear() {
    if (height > 0) {
      out.print(up() + ESCAPE + "J");
      out.flush();
      height = 0;
    }
  }

  private String up() {
    return height == 0 ? "" : "\r" + ESCAPE + height + "A";
  }

  private synchronized void update(SweepRun run, String state) {
    training.computeIfPresent(run, (same, former) -> state);
    draw();
  }

  private synchronized void warnOnce(String line) {
    if (warnings.add(line)) {
      clear();
      log.warn(line);
    }
  }

  /** The row of a run. */
  private final class Row implements ProgressListener {
    private final SweepRun run;

    Row(SweepRun run) {
      this.run = run;
    }

    /** Most runs have the same text, and what is odd about it is said once. */
    @Override
    public void warn(String line) {
      warnOnce(line);
    }

    @Override
    public void progress(Progress progress) {
      update(run, Wording.row(progress));
    }

    @Override
    public void epochDone(EpochLoss epoch) {}
  }
}
