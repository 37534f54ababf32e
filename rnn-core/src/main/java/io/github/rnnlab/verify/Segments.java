package io.github.rnnlab.verify;

import io.github.rnnlab.archive.Divergence;
import io.github.rnnlab.archive.Finding;
import io.github.rnnlab.archive.Finding.Kind;
import io.github.rnnlab.chain.Link;
import io.github.rnnlab.checkpoint.Checkpoint;
import io.github.rnnlab.checkpoint.CheckpointDirectory;
import io.github.rnnlab.random.Permutation;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.run.ProgressListener;
import io.github.rnnlab.run.TrainingRun;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Segments of an archived run to train again: from the first weights, or from a checkpoint of the
 * user's own run, to the next link of the archived chain.
 */
final class Segments {
  /** The most segments that are chosen. */
  private static final int CHOSEN = 3;

  private final TrainingRun run;
  private final RunReport archived;
  private final String where;
  private final VerificationRequest request;
  private final CheckpointDirectory checkpoints;

  /**
   * A segment.
   *
   * @param from the step before the segment; 0 for the first weights
   * @param to the step of the link at its end; equal to {@code from} at the end of the run
   */
  record Segment(long from, long to) {
    String name() {
      return from == to
          ? String.format(Locale.ROOT, "the checkpoint of step %,d is the archived one", from)
          : String.format(
              Locale.ROOT,
              "steps %,d to %,d from %s compute the archived losses and weights",
              from + 1,
              to,
              from == 0 ? "the first weights" : "a checkpoint");
    }
  }

  Segments(
      TrainingRun run,
      RunReport archived,
      String where,
      VerificationRequest request,
      ProgressListener listener) {
    this.run = run;
    this.archived = archived;
    this.where = where;
    this.request = request;
    this.checkpoints =
        CheckpointDirectory.open(
            new RunFiles(request.trained()).checkpoints(), run.fingerprint(), listener::note);
    listener.note(
        String.format(
            Locale.ROOT,
            "Replaying %d of %d segments, chosen with -Drnn.verify.seed=%d",
            Math.min(CHOSEN, starts().size()),
            starts().size(),
            request.seed()));
  }

  /** Returns the chosen segments by ascending steps. */
  List<Segment> chosen() {
    List<Long> starts = starts();
    Permutation order =
        new Permutation(starts.size(), RandomStream.named(request.seed(), "verify"));
    List<Segment> chosen = new ArrayList<>();
    for (int i = 0; i < Math.min(CHOSEN, starts.size()); i++) {
      long from = starts.get((int) order.at(i));
      chosen.add(new Segment(from, next(from)));
    }
    chosen.sort((a, b) -> Long.compare(a.from(), b.from()));
    return chosen;
  }

  /** Trains a segment again. The segment from the first weights must come first. */
  Optional<Finding> replay(Segment segment) {
    Optional<Checkpoint> start = Optional.empty();
    if (segment.from() > 0) {
      start = checkpoints.at(segment.from());
      if (start.isEmpty()) {
        return Optional.of(wrong(segment, "It is damaged; remove it."));
      }
      Optional<Finding> finding = ofCheckpoint(segment, start.get());
      if (finding.isPresent()) {
        return finding;
      }
    }
    if (segment.from() == segment.to()) {
      return Optional.empty();
    }
    Link fresh = run.replay(start, 1, archived.steps()).get(0);
    return Divergence.between(archived(segment.to()), fresh, segment.from(), where);
  }

  /** Compares a checkpoint's chain and weights with the archived chain. */
  private Optional<Finding> ofCheckpoint(Segment segment, Checkpoint checkpoint) {
    List<Link> links = new ArrayList<>(checkpoint.state().chain().links());
    if (!links.isEmpty() && links.get(links.size() - 1).step() == segment.from()) {
      Link last = links.remove(links.size() - 1);
      links.add(last.withWeights(checkpoint.weightsSha256()));
    }
    long agreed = 0;
    for (Link link : links) {
      Optional<Finding> finding = Divergence.between(archived(link.step()), link, agreed, where);
      if (finding.isPresent()) {
        return Optional.of(wrong(segment, finding.get().message()));
      }
      agreed = link.step();
    }
    return Optional.empty();
  }

  private Finding wrong(Segment segment, String reason) {
    return new Finding(
        Kind.WRONG_CHECKPOINT,
        String.format(
            Locale.ROOT,
            "%s: the checkpoint of step %,d is not of the archived run. %s",
            request.trained(),
            segment.from(),
            reason));
  }

  /** Returns 0, for the first weights, and the step of every checkpoint. */
  private List<Long> starts() {
    List<Long> starts = new ArrayList<>();
    starts.add(0L);
    checkpoints.steps().forEach(starts::add);
    return Collections.unmodifiableList(starts);
  }

  private long next(long from) {
    return archived.chain().links().stream()
        .mapToLong(Link::step)
        .filter(step -> step > from)
        .findFirst()
        .orElse(from);
  }

  private Link archived(long step) {
    return archived.chain().links().stream()
        .filter(link -> link.step() == step)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a link at step " + step));
  }
}
