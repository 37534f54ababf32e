package io.github.rnnlab.maven.log;

import io.github.rnnlab.Printable;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.maven.plugin.logging.Log;

/**
 * A log that escapes its entries, because they quote paths, names, values and messages from files.
 */
public final class PrintableLog implements Log {
  private final Log log;
  private final String prefix;

  /**
   * Wraps a log.
   *
   * @param prefix the start of every entry; empty unless other projects write entries as well
   */
  public PrintableLog(Log log, String prefix) {
    this.log = log;
    this.prefix = prefix;
  }

  /** Returns the start of every entry; empty unless other projects write entries as well. */
  String prefix() {
    return prefix;
  }

  @Override
  public boolean isDebugEnabled() {
    return log.isDebugEnabled();
  }

  @Override
  public void debug(CharSequence content) {
    log.debug(printable(content));
  }

  @Override
  public void debug(CharSequence content, Throwable error) {
    log.debug(printable(content, error));
  }

  @Override
  public void debug(Throwable error) {
    log.debug(printable("", error));
  }

  @Override
  public boolean isInfoEnabled() {
    return log.isInfoEnabled();
  }

  @Override
  public void info(CharSequence content) {
    log.info(printable(content));
  }

  @Override
  public void info(CharSequence content, Throwable error) {
    log.info(printable(content, error));
  }

  @Override
  public void info(Throwable error) {
    log.info(printable("", error));
  }

  @Override
  public boolean isWarnEnabled() {
    return log.isWarnEnabled();
  }

  @Override
  public void warn(CharSequence content) {
    log.warn(printable(content));
  }

  @Override
  public void warn(CharSequence content, Throwable error) {
    log.warn(printable(content, error));
  }

  @Override
  public void warn(Throwable error) {
    log.warn(printable("", error));
  }

  @Override
  public boolean isErrorEnabled() {
    return log.isErrorEnabled();
  }

  @Override
  public void error(CharSequence content) {
    log.error(printable(content));
  }

  @Override
  public void error(CharSequence content, Throwable error) {
    log.error(printable(content, error));
  }

  @Override
  public void error(Throwable error) {
    log.error(printable("", error));
  }

  private String printable(CharSequence line) {
    return prefix + Printable.line(String.valueOf(line));
  }

  /**
   * Includes the stack trace in the line, because Maven would print the exceptions' messages
   * unescaped.
   */
  private String printable(CharSequence line, Throwable error) {
    StringWriter trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace));
    return printable(line) + "\n" + Printable.lines(trace.toString().replace("\r\n", "\n").strip());
  }
}
