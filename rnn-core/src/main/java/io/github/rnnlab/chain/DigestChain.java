package io.github.rnnlab.chain;

import io.github.rnnlab.file.Sha256;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Builds the chain of a run during training. Between two links it keeps a rolling digest: 32 zero
 * bytes at first, and after each step the SHA-256 of the former digest and the step's mean loss as
 * a big-endian double. A step allocates nothing. Not safe for use by several threads.
 */
public final class DigestChain {
  private static final int DIGEST_BYTES = 32;
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");

  private final String origin;
  private final long steps;
  private final long every;
  private final MessageDigest sha256 = Sha256.digest();
  private final byte[] rolling = new byte[DIGEST_BYTES + Long.BYTES];
  private final ByteBuffer loss = ByteBuffer.wrap(rolling);
  private final List<Link> links = new ArrayList<>();
  private long step;
  private double lossOfStretch;

  /**
   * The state from which a chain can resume.
   *
   * @param step the steps of the run so far
   * @param lossOfStretch the sum of the mean losses since the last link
   * @param rolling the rolling digest since the last link, in hexadecimal digits
   * @param links the links so far; their digests are ignored
   */
  public record State(long step, double lossOfStretch, String rolling, List<Link> links) {
    /** Checks that a chain can resume from here, and copies the links. */
    public State {
      links = List.copyOf(links);
      long former = links.isEmpty() ? 0 : links.get(links.size() - 1).step();
      if (former < 0 || step < former || !DIGITS.matcher(rolling).matches()) {
        throw new IllegalArgumentException("no state of a chain");
      }
    }

    /**
     * Returns whether a chain over this many steps has exactly these links here.
     *
     * @param ended whether the run has ended here, maybe before these steps
     */
    public boolean fits(long steps, boolean ended) {
      long every = Chain.every(steps);
      long due = ended || step == steps ? (step - 1) / every + 1 : step / every;
      boolean fits = step <= steps && links.size() == due;
      for (int i = 0; i < links.size(); i++) {
        fits &= links.get(i).step() == Math.min((i + 1) * every, step);
      }
      return fits;
    }
  }

  /**
   * Starts the chain of a run.
   *
   * @param origin the digest that the first link follows
   * @param steps the steps of the whole run
   */
  public DigestChain(String origin, long steps) {
    this.origin = origin;
    this.steps = steps;
    this.every = Chain.every(steps);
  }

  /** Resumes a chain of the same number of steps. */
  public DigestChain(String origin, long steps, State state) {
    this(origin, steps);
    step = state.step();
    lossOfStretch = state.lossOfStretch();
    System.arraycopy(HexFormat.of().parseHex(state.rolling()), 0, rolling, 0, DIGEST_BYTES);
    links.addAll(new Chain(every, state.links()).from(origin).links());
  }

  /**
   * Adds a step.
   *
   * @param meanLoss of its predictions, in nats per token
   * @return whether a {@link #link} is due
   */
  public boolean step(double meanLoss) {
    loss.putDouble(DIGEST_BYTES, meanLoss);
    sha256.update(rolling);
    try {
      int unused = sha256.digest(rolling, 0, DIGEST_BYTES);
    } catch (DigestException e) {
      throw new AssertionError("SHA-256 has 32 bytes", e);
    }
    lossOfStretch += meanLoss;
    step++;
    return step % every == 0 || step == steps;
  }

  /** Adds a link, with the hashes of the weights and moments after its last step. */
  public void link(int epoch, Map<String, String> weights, String momentsSha256) {
    long former = links.isEmpty() ? 0 : links.get(links.size() - 1).step();
    double mean = lossOfStretch / (step - former);
    links.add(
        new Link(step, epoch, mean, rollingDigits(), weights, momentsSha256, "")
            .after(chain().lastDigest(origin)));
    lossOfStretch = 0;
    Arrays.fill(rolling, (byte) 0);
  }

  /** Returns the steps per link. */
  public long every() {
    return every;
  }

  /** Returns whether a step has been added since the last link. */
  public boolean isOpen() {
    return step > (links.isEmpty() ? 0 : links.get(links.size() - 1).step());
  }

  /** Returns the number of steps so far. */
  public long steps() {
    return step;
  }

  /** Returns all links so far. */
  public Chain chain() {
    return new Chain(every, links);
  }

  /** Returns the state from which the chain can resume. */
  public State state() {
    return new State(step, lossOfStretch, rollingDigits(), links);
  }

  private String rollingDigits() {
    return HexFormat.of().formatHex(rolling, 0, DIGEST_BYTES);
  }
}
