package io.github.rnnlab.config;

import java.util.regex.Pattern;

/**
 * Names that no experiment may have, for goals keep files of their own under them beside the
 * directories of the experiments.
 */
public final class ReservedNames {
  /** The directory of what {@code rnn:verify} runs and finds. */
  public static final String VERIFY = "verify";

  /** The directory of what {@code rnn:compare} writes. */
  public static final String COMPARE = "compare";

  /** The names, those of results in {@link #VERIFY} and of crash reports too; in any case. */
  private static final Pattern RESERVED =
      Pattern.compile(
          VERIFY + "|" + COMPARE + "|TEST-rnn-.*\\.xml|hs_err_.*\\.log",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private ReservedNames() {}

  /** Whether a name is reserved; file systems that ignore case make no difference. */
  static boolean contains(String name) {
    return RESERVED.matcher(name).matches();
  }
}
