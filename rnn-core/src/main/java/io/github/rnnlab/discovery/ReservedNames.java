package io.github.rnnlab.discovery;

import java.util.regex.Pattern;

/**
 * Names that no experiment may have, because goals use them beside the directories of experiments.
 */
public final class ReservedNames {
  /** The directory of {@code rnn:verify}: its runs and results. */
  public static final String VERIFY = "verify";

  /** The directory of {@code rnn:compare}: its results. */
  public static final String COMPARE = "compare";

  /** The page of {@code rnn:report} over all runs. */
  public static final String INDEX = "index.html";

  /** The directory of {@code rnn.model}: the packaged models of other projects. */
  public static final String MODELS = "models";

  /** The directory of {@code rnn:sweep}: a directory for each sweep. */
  public static final String SWEEPS = "sweeps";

  /**
   * Reserved names in any case, including those of results in {@link #VERIFY} and of crash reports.
   */
  private static final Pattern RESERVED =
      Pattern.compile(
          VERIFY
              + "|"
              + COMPARE
              + "|"
              + MODELS
              + "|"
              + SWEEPS
              + "|index\\.html|TEST-rnn-.*\\.xml|hs_err_.*\\.log",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private ReservedNames() {}

  /** Returns whether a name is reserved, ignoring case. */
  public static boolean contains(String name) {
    return RESERVED.matcher(name).matches();
  }
}
