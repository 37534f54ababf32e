package io.github.rnnlab.misplaced.record;

import java.io.File;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.NumberFormat;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Formatter;
import java.util.Locale;
import java.util.Scanner;

/** Writes what depends on the machine's settings. */
@SuppressWarnings({"DefaultCharset", "StringCaseLocaleUsage"})
public final class MachineDefaults {
  public String texts(byte[] bytes, double x) {
    return String.format("%.2f", x)
        + "%.2f".formatted(x)
        + "TITLE".toLowerCase()
        + "title".toUpperCase()
        + new String(bytes)
        + new String(bytes, 0, 1)
        + "text".getBytes().length;
  }

  public void files(File file) throws IOException {
    new FileReader(file).close();
    new FileReader("file").close();
    new FileWriter(file).close();
    new FileWriter("file").close();
    new FileWriter(file, true).close();
    new PrintWriter(file).close();
    new PrintWriter("file").close();
    new PrintStream(file).close();
    new PrintStream("file").close();
    new Scanner(file).close();
    new Scanner(System.in).close();
  }

  public void streams() throws IOException {
    new InputStreamReader(System.in).close();
    new OutputStreamWriter(System.out).close();
    new PrintWriter(System.out).close();
    new PrintStream(System.out).close();
    System.out.printf("%.2f", 1.5);
    System.out.format("%.2f", 1.5);
  }

  public Object settings() {
    return new Object[] {
      Charset.defaultCharset(),
      Locale.getDefault(),
      ZoneId.systemDefault(),
      NumberFormat.getInstance(),
      new DecimalFormat("0.00"),
      new Formatter(),
      DateTimeFormatter.ofPattern("MMM")
    };
  }

  /** The same on every machine. */
  public String stated(byte[] bytes, double x) {
    return String.format(Locale.ROOT, "%.2f", x)
        + "TITLE".toLowerCase(Locale.ROOT)
        + new String(bytes, StandardCharsets.UTF_8)
        + "text".getBytes(StandardCharsets.UTF_8).length;
  }
}
