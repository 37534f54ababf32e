package io.github.rnnlab.maven.log;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.stream.Stream;

/** The prompts that a person types, as commands for a worker. */
public final class Prompts {
  private Prompts() {}

  /** Returns the commands of standard input, each of which may be waited for. */
  public static Stream<String> ofStandardInput() {
    return of(System.in, Terminal.shown());
  }

  /** Every line is a prompt as it is, up to the end of the stream or an empty line. */
  static Stream<String> of(InputStream in, Charset encoding) {
    return Stream.concat(
        new BufferedReader(new InputStreamReader(in, encoding))
            .lines()
            .takeWhile(line -> !line.isEmpty())
            .map(line -> "prompt " + line),
        Stream.of("end"));
  }
}
