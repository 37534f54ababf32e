package io.github.rnnlab.course;

import io.github.rnnlab.Decimal;
import io.github.rnnlab.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code gradient-norms.csv}: the norms of the gradients by stretch of steps. A stretch has a row
 * if a norm was measured in it.
 */
public final class GradientNormsCsv {
  private static final String HEAD = "step,measured_steps,mean_norm,greatest_norm";
  private static final int DIGITS = 6;
  private static final String REPAIR =
      "Train the experiment again with mvn rnn:train -Drnn.force, or delete the file.";

  private GradientNormsCsv() {}

  /**
   * A row.
   *
   * @param step the last one of the stretch, counted from the start of the run
   * @param count how many norms were measured
   * @param mean of the norms
   * @param greatest of the norms
   */
  public record Row(long step, long count, double mean, double greatest) {}

  /**
   * Returns the table as CSV.
   *
   * @param steps the last step of each stretch
   * @param stretches the norms of each
   */
  public static String text(List<Long> steps, List<GradientNorms> stretches) {
    StringBuilder csv = new StringBuilder(HEAD).append('\n');
    for (int i = 0; i < steps.size(); i++) {
      GradientNorms norms = stretches.get(i);
      if (norms.count() > 0) {
        csv.append(steps.get(i)).append(',').append(norms.count());
        csv.append(',').append(cell(norms.mean())).append(',').append(cell(norms.greatest()));
        csv.append('\n');
      }
    }
    return csv.toString();
  }

  /**
   * Reads a table.
   *
   * @param name of the file, for errors
   * @param csv its text
   * @throws InvalidInputException if it is not as {@link #text} makes it
   */
  public static List<Row> read(String name, String csv) {
    List<String> lines = csv.lines().toList();
    if (lines.isEmpty() || !lines.get(0).equals(HEAD)) {
      throw new InvalidInputException(
          name, lines.isEmpty() ? "nothing" : lines.get(0), "the heading " + HEAD, REPAIR);
    }
    List<Row> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      try {
        rows.add(
            new Row(
                Long.parseLong(cells[0]),
                Long.parseLong(cells[1]),
                Double.parseDouble(cells[2]),
                Double.parseDouble(cells[3])));
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        throw new InvalidInputException(name, line, "the numbers " + HEAD, REPAIR, e);
      }
    }
    return rows;
  }

  /** The sum of squares may overflow where values are clipped before they do harm. */
  private static String cell(double norm) {
    return Double.isFinite(norm) ? Decimal.fixed(norm, DIGITS) : "Infinity";
  }
}
