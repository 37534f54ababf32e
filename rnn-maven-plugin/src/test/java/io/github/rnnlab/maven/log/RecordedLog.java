package io.github.rnnlab.maven.log;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.logging.SystemStreamLog;

/** Keeps the lines of a log. */
final class RecordedLog extends SystemStreamLog {
  final List<String> lines = new ArrayList<>();

  @Override
  public void info(CharSequence line) {
    lines.add(line.toString());
  }

  @Override
  public void warn(CharSequence line) {
    lines.add("WARN " + line);
  }

  @Override
  public void error(CharSequence line) {
    lines.add("ERROR " + line);
  }
}
