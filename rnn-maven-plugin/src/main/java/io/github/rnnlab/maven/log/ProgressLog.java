package io.github.rnnlab.maven.log;

import io.github.rnnlab.Printable;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.maven.build.BuildContext;
import io.github.rnnlab.maven.build.GoalRequest;
import io.github.rnnlab.maven.fork.WorkerListener;
import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.run.Progress;
import io.github.rnnlab.run.ProgressListener;
import io.github.rnnlab.worker.Event;
import io.github.rnnlab.worker.Goal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * Renders the events of a worker. On a terminal, the state of training is one line that is
 * rewritten; elsewhere it is an occasional line of the log. The longer a run takes, the rarer its
 * lines become.
 *
 * <p>Safe for use by the thread of a worker and the one that stops the build.
 */
public final class ProgressLog implements WorkerListener, ProgressListener, AutoCloseable {
  private static final long SHORTEST_INTERVAL = TimeUnit.SECONDS.toNanos(10);
  private static final long LONGEST_INTERVAL = TimeUnit.MINUTES.toNanos(5);

  /** Lines are as far apart as this part of the time so far. */
  private static final int LINES = 30;

  /** Each of so many epochs has its line, however short it is. */
  private static final int FEW_EPOCHS = 100;

  private final Log log;
  private final String prefix;
  private final PrintStream out;
  private final @Nullable Path output;
  private final boolean live;
  private final boolean resumes;
  private final LastWord lastWord;
  private final Columns columns;
  private final LongSupplier nanoTime;
  private final long started;
  private long lastLine;
  private boolean hasEpoch;

  /** The line of the last epoch, if it came too early; written if no line follows. */
  private @Nullable String waiting;

  /** Where training was saved when it was stopped. */
  private Event.@Nullable Stopped stop;

  private int liveWidth;

  /** Whether the last thing printed is a piece of a text. */
  private boolean inText;

  /** The pieces so far of a text that is written as a whole. */
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();

  /**
   * Renders to a log and a stream.
   *
   * @param out receives the live line, and generated text unless there is a file for it
   * @param output the file for generated text, or null
   * @param live whether {@code out} is a terminal on which a line can be rewritten
   * @param resumes whether the next run of the goal goes on where this one was stopped
   * @param logStays whether the log still writes when the JVM shuts down
   * @param columns the width of a line now
   * @param nanoTime the clock
   */
  ProgressLog(
      Log log,
      PrintStream out,
      @Nullable Path output,
      boolean live,
      boolean resumes,
      boolean logStays,
      IntSupplier columns,
      LongSupplier nanoTime) {
    this.log = log;
    this.out = out;
    this.output = output;
    this.live = live;
    this.resumes = resumes;
    lastWord = new LastWord(log, out, logStays);
    prefix = lastWord.prefix();
    this.columns = new Columns(columns, nanoTime);
    this.nanoTime = nanoTime;
    started = nanoTime.getAsLong();
    lastLine = started;
  }

  /** Returns the log of a request. */
  public static ProgressLog of(BuildContext build, GoalRequest request) {
    return new ProgressLog(
        build.log(),
        Terminal.standardOutput(),
        request.output(),
        Terminal.isLive(build),
        request.goal() == Goal.TRAIN,
        LastWord.logStays(build),
        Terminal::columns,
        System::nanoTime);
  }

  /** Says on standard output whose text follows, where several experiments write one each. */
  public static void printHeading(String experiment) {
    Terminal.print("--- " + Printable.line(experiment) + " ---", Terminal.standardOutput());
  }

  @Override
  public synchronized void event(Event event) {
    event.tell(this);
    if (event instanceof Event.Text text) {
      write(text.piece().getBytes(StandardCharsets.UTF_8));
    } else if (event instanceof Event.Bytes bytes) {
      write(bytes.decoded());
    } else if (event instanceof Event.TextEnd) {
      endText();
    } else if (event instanceof Event.AwaitsPrompt) {
      askForPrompt();
    } else if (event instanceof Event.Refusal refusal) {
      inText = false; // The person has ended the line.
      log.error(refusal.message());
    }
  }

  @Override
  public synchronized void note(String line) {
    writeWaiting();
    wrapped(line);
  }

  @Override
  public synchronized void warn(String line) {
    writeWaiting();
    clear();
    log.warn(line);
  }

  @Override
  public synchronized void progress(Progress progress) {
    if (live) {
      overwrite(Wording.live(progress, columns.width() - 1));
    } else if (isTimeForALine()) {
      info(Wording.progress(progress));
    }
  }

  @Override
  public synchronized void epochDone(EpochLoss epoch) {
    String line = Wording.epoch(epoch, columnsOfTheLog());
    if (epoch.epochs() <= FEW_EPOCHS
        || epoch.epoch() == epoch.epochs()
        || !hasEpoch
        || isTimeForALine()) {
      info(line);
    } else {
      waiting = line;
    }
    hasEpoch = true;
  }

  @Override
  public synchronized void stopped(long step, long steps) {
    stop = resumes ? new Event.Stopped(step, steps) : null;
  }

  @Override
  public synchronized void stray(String line) {
    if (log.isDebugEnabled()) {
      clear();
      log.debug(line);
    }
  }

  /** Says so on Maven's behalf, which ends without a word. */
  @Override
  public synchronized void stopped(boolean inOrder) {
    writeWaiting();
    clear();
    endLine();
    String line =
        stop != null
            ? Wording.stopped(stop)
            : inOrder
                ? "Stopped. No half-written file is left; run the goal again."
                : "The worker did not stop in time and was killed. Run the goal again.";
    lastWord.say(line, columns.width());
  }

  /** Writes what waits, and leaves the terminal with no half-written line. */
  @Override
  public synchronized void close() {
    writeWaiting();
    clear();
    if (stop != null) {
      wrapped(Wording.stopped(stop));
    }
    endLine();
  }

  private void endLine() {
    if (inText) {
      out.println();
      out.flush();
      inText = false;
    }
  }

  private boolean isTimeForALine() {
    long now = nanoTime.getAsLong();
    long interval =
        Math.max(SHORTEST_INTERVAL, Math.min((now - started) / LINES, LONGEST_INTERVAL));
    return now - lastLine >= interval;
  }

  private void writeWaiting() {
    if (waiting != null) {
      String line = waiting;
      waiting = null;
      info(line);
    }
  }

  private int columnsOfTheLog() {
    return lastWord.columns(columns.width());
  }

  private void write(byte[] piece) {
    // Between the lines of other projects, a text is written as a whole.
    if (output == null && prefix.isEmpty() && Terminal.takesPieces(out)) {
      clear();
      Terminal.printPiece(piece, out);
      inText = true;
    } else {
      text.writeBytes(piece);
    }
  }

  private void askForPrompt() {
    if (Terminal.isPresent()) {
      clear();
      out.print("> ");
      out.flush();
      inText = true;
    }
  }

  private void endText() {
    if (output != null) {
      AtomicFile.write(output, text.toByteArray());
      info("Wrote " + output);
    } else if (text.size() == 0) {
      close();
    } else {
      clear();
      Terminal.print(text.toByteArray(), out);
    }
    text.reset();
    inText = false;
  }

  private void wrapped(String line) {
    Wording.wrap(line, columnsOfTheLog()).forEach(this::info);
  }

  private void info(String line) {
    waiting = null;
    clear();
    log.info(line);
    lastLine = nanoTime.getAsLong();
  }

  private void overwrite(String line) {
    out.print("\r" + line + " ".repeat(Math.max(0, liveWidth - line.length())));
    out.flush();
    liveWidth = line.length();
  }

  private void clear() {
    if (liveWidth > 0) {
      out.print("\r" + " ".repeat(liveWidth) + "\r");
      out.flush();
      liveWidth = 0;
    }
  }
}
