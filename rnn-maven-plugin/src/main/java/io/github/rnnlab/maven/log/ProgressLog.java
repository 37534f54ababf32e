package io.github.rnnlab.maven.log;

import io.github.rnnlab.Printable;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.maven.build.BuildContext;
import io.github.rnnlab.maven.fork.WorkerListener;
import io.github.rnnlab.worker.Event;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * Renders the events of a worker. On a terminal, the state of training is one line that is
 * rewritten; elsewhere it is an occasional line of the log.
 */
public final class ProgressLog implements WorkerListener, AutoCloseable {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Log log;
  private final PrintStream out;
  private final @Nullable Path output;
  private final boolean live;
  private final LongSupplier nanoTime;
  private long lastLine;
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
   * @param nanoTime the clock
   */
  ProgressLog(
      Log log, PrintStream out, @Nullable Path output, boolean live, LongSupplier nanoTime) {
    this.log = log;
    this.out = out;
    this.output = output;
    this.live = live;
    this.nanoTime = nanoTime;
    this.lastLine = nanoTime.getAsLong();
  }

  /**
   * Returns the log of a build.
   *
   * @param output the file for generated text, or null for standard output
   */
  public static ProgressLog of(BuildContext build, @Nullable Path output) {
    boolean live =
        build.log().isInfoEnabled()
            && build.session().getRequest().isInteractiveMode()
            && build.session().getRequest().getDegreeOfConcurrency() <= 1
            && Terminal.isPresent();
    return new ProgressLog(build.log(), System.out, output, live, System::nanoTime);
  }

  @Override
  public void event(Event event) {
    if (event instanceof Event.Training training) {
      String line = Printable.line(Wording.progress(training.progress()));
      if (live) {
        overwrite(line);
      } else if (nanoTime.getAsLong() - lastLine >= INTERVAL_NANOS) {
        info(line);
      }
    } else if (event instanceof Event.EpochDone done) {
      info(Wording.epoch(done.epoch()));
    } else if (event instanceof Event.Note note) {
      info(note.line());
    } else if (event instanceof Event.Text text) {
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
  public void stray(String line) {
    if (log.isDebugEnabled()) {
      clear();
      log.debug(line);
    }
  }

  /** Says so on Maven's behalf, which ends without a word. */
  @Override
  public void stopped() {
    clear();
    log.error(
        "Stopped; no half-written file is left. Run the goal again: training goes on from where it"
            + " was saved last.");
  }

  /** Leaves the terminal with no half-written line. */
  @Override
  public void close() {
    clear();
    if (inText) {
      out.println();
      out.flush();
      inText = false;
    }
  }

  private void write(byte[] piece) {
    if (output == null && Terminal.takesPieces(out)) {
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

  private void info(String line) {
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
