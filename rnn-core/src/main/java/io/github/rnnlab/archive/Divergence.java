package io.github.rnnlab.archive;

import io.github.rnnlab.archive.Finding.Kind;
import io.github.rnnlab.chain.Link;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.record.StepLoss;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds where two runs of equal identity on an exact backend diverge, which should never happen.
 *
 * <p>The runs are compared at every link and at the end of every epoch, in the order of the steps.
 * At the first difference, at least one step since the previous comparison gave another result.
 */
public final class Divergence {
  private static final String PARTED =
      "One of the two was computed otherwise than the numerics say, or the archive was edited"
          + " together with all of its hashes.";
  private static final String RETURNED =
      "All that comes later agrees again, as it never does once training has parted: the archive"
          + " was edited here. Restore it from version control.";

  private final String where;
  private final RunReport archived;
  private final RunReport fresh;

  /**
   * A moment at which both runs are compared.
   *
   * @param link the index of the link, or -1 at the end of an epoch
   */
  private record Moment(long step, int epoch, int link) {}

  private Divergence(String where, RunReport archived, RunReport fresh) {
    this.where = where;
    this.archived = archived;
    this.fresh = fresh;
  }

  /**
   * Returns the first difference between two runs.
   *
   * @param where names the archived report in the message
   */
  public static Optional<Finding> between(RunReport archived, RunReport fresh, String where) {
    return new Divergence(where, archived, fresh).first();
  }

  /**
   * Compares a link with the archived one of the same step.
   *
   * @param after the last step at which both runs agree; 0 for none
   * @param where names the archived report in the message
   */
  public static Optional<Finding> between(Link archived, Link fresh, long after, String where) {
    return archived.saysTheSameAs(fresh)
        ? Optional.empty()
        : Optional.of(parted(where, after, archived, fresh, PARTED));
  }

  /** Returns the first difference in values that follow from the inputs without training. */
  static Optional<Finding> ofShape(RunReport archived, RunReport fresh, String where) {
    return new Divergence(where, archived, fresh).ofShape();
  }

  private Optional<Finding> first() {
    Optional<Finding> shape = ofShape();
    if (shape.isPresent()) {
      return shape;
    }
    List<Moment> moments = moments();
    long agreed = 0;
    for (int i = 0; i < moments.size(); i++) {
      Moment moment = moments.get(i);
      if (!agree(moment)) {
        List<Moment> later = moments.subList(i + 1, moments.size());
        boolean returned = !later.isEmpty() && later.stream().allMatch(this::agree);
        return Optional.of(describe(moment, agreed, returned ? RETURNED : PARTED));
      }
      agreed = moment.step();
    }
    return ofEnd();
  }

  /** Compares what is computed beside or after the steps, all of which agree. */
  private Optional<Finding> ofEnd() {
    Map<String, String> found = end(fresh);
    return end(archived).entrySet().stream()
        .filter(expected -> !expected.getValue().equals(found.get(expected.getKey())))
        .findFirst()
        .map(
            expected ->
                Finding.of(
                    Kind.DIVERGED,
                    where + ": " + expected.getKey(),
                    String.valueOf(found.get(expected.getKey())),
                    expected.getValue(),
                    PARTED));
  }

  private static Map<String, String> end(RunReport report) {
    Map<String, String> end = new LinkedHashMap<>();
    end.put("steps", String.valueOf(report.steps()));
    List<StepLoss> stepLosses = Objects.requireNonNullElse(report.stepLosses(), List.of());
    end.put("stepLosses", stepLosses.size() + " losses");
    for (StepLoss loss : stepLosses) {
      end.put("stepLosses, step " + loss.step(), String.valueOf(loss));
    }
    end.put("test", String.valueOf(report.test()));
    return end;
  }

  private Optional<Finding> ofShape() {
    boolean whole = archived.stopped() == null && fresh.stopped() == null;
    Map<String, Object> found = shape(fresh, whole);
    for (Map.Entry<String, Object> expected : shape(archived, whole).entrySet()) {
      Object other = found.get(expected.getKey());
      if (!expected.getValue().equals(other)) {
        return Optional.of(
            Finding.of(
                Kind.DIVERGED,
                where + ": " + expected.getKey(),
                String.valueOf(other),
                expected.getValue().toString(),
                "It follows from config and corpus, which agree. " + PARTED));
      }
    }
    return Optional.empty();
  }

  /**
   * Returns what follows from config and corpus.
   *
   * @param whole whether the steps do, since neither run has ended early
   */
  private static Map<String, Object> shape(RunReport report, boolean whole) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("corpus", report.corpus());
    shape.put("parameters", report.parameters());
    shape.put("trainingWindows", report.trainingWindows());
    if (whole) {
      shape.put("steps", report.steps());
    }
    shape.put("validation", String.valueOf(report.validation()));
    if (whole) {
      shape.put("epochs", report.epochs().size());
    }
    return shape;
  }

  /**
   * Returns links and ends of epochs that both runs have, in order. A link comes before the end of
   * an epoch at the same step, because it says more.
   */
  private List<Moment> moments() {
    List<Moment> moments = new ArrayList<>();
    List<Link> links = archived.chain().links();
    for (int i = 0; i < Math.min(links.size(), fresh.chain().links().size()); i++) {
      moments.add(new Moment(links.get(i).step(), links.get(i).epoch(), i));
    }
    long stepsPerEpoch = archived.steps() / archived.epochs().size();
    for (EpochRecord epoch : common(archived, fresh)) {
      moments.add(new Moment(epoch.epoch() * stepsPerEpoch, epoch.epoch(), -1));
    }
    moments.sort(Comparator.comparingLong(Moment::step));
    return moments;
  }

  /** Returns the archived epochs that both runs have; one of them may have ended early. */
  static List<EpochRecord> common(RunReport archived, RunReport fresh) {
    int epochs = Math.min(archived.epochs().size(), fresh.epochs().size());
    return archived.epochs().subList(0, epochs);
  }

  private boolean agree(Moment moment) {
    return moment.link() < 0
        ? epoch(archived, moment).equals(epoch(fresh, moment))
        : link(archived, moment).saysTheSameAs(link(fresh, moment));
  }

  private Finding describe(Moment moment, long agreed, String advice) {
    if (moment.link() >= 0) {
      return parted(where, agreed, link(archived, moment), link(fresh, moment), advice);
    }
    EpochRecord expected = epoch(archived, moment);
    EpochRecord found = epoch(fresh, moment);
    Map<String, Double> losses = found.losses();
    String name = firstDifference(expected.losses(), losses);
    String loss = name == null ? "" : " and a " + name + " of ";
    if (!expected.weightsSha256().equals(found.weightsSha256())) {
      return Finding.of(
          Kind.DIVERGED,
          place(moment.epoch(), agreed, moment.step()),
          "weights " + found.weightsSha256() + number(loss, losses.get(name)) + next(moment, fresh),
          "weights "
              + expected.weightsSha256()
              + number(loss, expected.losses().get(name))
              + next(moment, archived),
          advice);
    }
    return Finding.of(
        Kind.DIVERGED,
        where + ": epoch " + moment.epoch() + ", " + name,
        number("", losses.get(name)) + " from the archived weights",
        number("", expected.losses().get(name)),
        advice);
  }

  /**
   * Names the tensor that differs in the next link, because an epoch has one hash for all tensors.
   */
  private String next(Moment moment, RunReport report) {
    int links = Math.min(archived.chain().links().size(), fresh.chain().links().size());
    for (int i = 0; i < links; i++) {
      Link expected = archived.chain().links().get(i);
      Link found = fresh.chain().links().get(i);
      String tensor = tensor(expected, found);
      if (expected.step() >= moment.step() && tensor != null) {
        return String.format(
            Locale.ROOT,
            ", by step %,d in %s, %s",
            expected.step(),
            tensor,
            report.chain().links().get(i).weights().get(tensor));
      }
    }
    return "";
  }

  private static Finding parted(
      String where, long agreed, Link archived, Link fresh, String advice) {
    return Finding.of(
        Kind.DIVERGED,
        where + place(archived.epoch(), agreed, archived.step()),
        content(fresh, archived),
        content(archived, fresh),
        advice);
  }

  /** Describes a link where it differs from another. */
  private static String content(Link link, Link other) {
    String tensor = tensor(link, other);
    String loss = number("a mean loss of ", link.loss());
    if (tensor != null) {
      return tensor + " " + link.weights().get(tensor) + " and " + loss;
    }
    if (!link.momentsSha256().equals(other.momentsSha256())) {
      return "the archived weights, moments " + link.momentsSha256() + " and " + loss;
    }
    return "the archived weights, losses of steps " + link.stepsSha256() + " and " + loss;
  }

  private static @Nullable String tensor(Link link, Link other) {
    return firstDifference(link.weights(), other.weights());
  }

  /** Returns the first key whose value differs in another map. */
  private static @Nullable String firstDifference(Map<String, ?> map, Map<String, ?> other) {
    for (Map.Entry<String, ?> entry : map.entrySet()) {
      if (!entry.getValue().equals(other.get(entry.getKey()))) {
        return entry.getKey();
      }
    }
    return null;
  }

  private static String place(int epoch, long agreed, long step) {
    return agreed == 0
        ? String.format(Locale.ROOT, ": epoch %d, steps 1 to %,d", epoch, step)
        : String.format(
            Locale.ROOT,
            ": epoch %d, after step %,d, at which both agree, up to step %,d",
            epoch,
            agreed,
            step);
  }

  private static EpochRecord epoch(RunReport report, Moment moment) {
    return report.epochs().get(moment.epoch() - 1);
  }

  private static Link link(RunReport report, Moment moment) {
    return report.chain().links().get(moment.link());
  }

  private static String number(String before, @Nullable Double value) {
    return value == null ? "" : before + Json.canonical(value);
  }
}
