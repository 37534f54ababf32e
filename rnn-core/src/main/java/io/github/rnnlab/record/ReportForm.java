package io.github.rnnlab.record;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.chain.Chain;
import io.github.rnnlab.chain.Link;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.PortableName;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.tensor.NumericClass;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the form of a report: the bounds of its values and the relations between them. Only the
 * digests are left to {@link ReportReader}. Reports may come from strangers; whoever reads a
 * checked report can rely on all of this.
 */
final class ReportForm {
  /** A cross-entropy of 32-bit logits is below twice their largest value. */
  private static final double MOST_LOSS = 2.0 * Float.MAX_VALUE;

  private static final int MOST_DEPTH = 4;
  private static final int MOST_KEYS = 200;
  private static final int MOST_TENSORS = 100;
  private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,63}");
  private static final Pattern TENSOR = Pattern.compile("[A-Za-z][A-Za-z0-9_.]{0,63}");
  private static final Pattern LIBRARY = Pattern.compile("[!-~]([ -~]{0,198}[!-~])?");
  private static final String EDITED =
      "The file was damaged or edited: restore it, or train the experiment again.";

  private final RunReport report;
  private final String where;

  private ReportForm(RunReport report, String where) {
    this.report = report;
    this.where = where;
  }

  /**
   * Checks a report.
   *
   * @param where names the report in messages
   * @throws InvalidInputException naming the first value that no run writes
   */
  static void require(RunReport report, String where) {
    ReportForm form = new ReportForm(report, where);
    form.requireConfig();
    form.requireInputs();
    form.requireEpochs();
    form.requireChain();
    form.requireStepLosses();
    form.requireTest();
    form.requireHash("digest", report.digest());
  }

  private void requireConfig() {
    requireSection("config", report.config(), 1);
    requireHash("configSha256", report.configSha256());
    requireEqual(
        "configSha256",
        report.configSha256(),
        Sha256.of(Json.canonical(report.config())),
        "the hash of config");
    PortableName.expectedOf(report.name())
        .ifPresent(
            expected -> {
              throw broken("name", Json.line(report.name()), expected);
            });
    requireEqual("name", report.name(), report.config().get("name"), "the name in config");
    whole("config.seed", report.config().get("seed"), Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Checks that a section has valid keys, with plain values or lists of them. */
  private void requireSection(String path, Map<?, ?> section, int depth) {
    if (depth > MOST_DEPTH || section.size() > MOST_KEYS) {
      throw broken(path, depth > MOST_DEPTH ? "one more section" : "more keys", "a config");
    }
    section.forEach(
        (key, value) -> {
          if (!KEY.matcher(String.valueOf(key)).matches()) {
            throw broken(path, "the key " + Json.line(String.valueOf(key)), "keys of a config");
          }
          if (value instanceof Map<?, ?> inner) {
            requireSection(path + "." + key, inner, depth + 1);
          } else if (value instanceof List<?> list) {
            list.forEach(element -> requirePlain(path + "." + key, element));
          } else {
            requirePlain(path + "." + key, value);
          }
        });
  }

  private void requirePlain(String path, @Nullable Object value) {
    boolean plain =
        value instanceof String
            || value instanceof Boolean
            || value instanceof Number number && Double.isFinite(number.doubleValue());
    if (!plain || value instanceof BigInteger) {
      throw broken(path, value == null ? "null" : Json.line(value), "a value of a config");
    }
  }

  private void requireInputs() {
    if (report.numerics() < 1) {
      throw broken("numerics", String.valueOf(report.numerics()), "at least 1");
    }
    List<String> classes = Arrays.stream(NumericClass.values()).map(Recipe::className).toList();
    if (!classes.contains(report.numericClass())) {
      throw broken("numericClass", Json.line(report.numericClass()), String.join(" or ", classes));
    }
    requireLibrary();
    RunReport.Corpus corpus = report.corpus();
    requireHash("corpus.sha256", corpus.sha256());
    requireBetween("corpus.bytes", corpus.bytes(), 1, Long.MAX_VALUE);
    requireBetween("corpus.characters", corpus.characters(), 1, corpus.bytes());
    if (corpus.tokens() != null) {
      // Of words, at most each second one joins two others.
      requireBetween(
          "corpus.tokens", corpus.tokens(), 1, 2 * Math.min(corpus.bytes(), Long.MAX_VALUE / 2));
    }
    requireBetween(
        "corpus.vocabularySize", corpus.vocabularySize(), 2, Character.MAX_CODE_POINT + 1L);
    if (corpus.vocabularySha256() != null) {
      requireHash("corpus.vocabularySha256", corpus.vocabularySha256());
    }
    if (report.initialWeightsSha256() != null) {
      requireHash("initialWeightsSha256", report.initialWeightsSha256());
    }
    requireBetween("parameters", report.parameters(), 1, Long.MAX_VALUE);
    Object windows = valueOfTraining("windows");
    requireBetween(
        "trainingWindows",
        report.trainingWindows(),
        1,
        windows == null
            ? Long.MAX_VALUE
            : whole("config.training.windows", windows, 1, Long.MAX_VALUE));
    RunReport.Validation validation = report.validation();
    if (validation != null) {
      requireHeldOut("validation", corpus, validation);
    }
  }

  private void requireHeldOut(String at, RunReport.Corpus corpus, RunReport.Validation heldOut) {
    boolean ofTokens = corpus.tokens() != null;
    String key = at + (ofTokens ? ".tokens" : ".characters");
    Long found = ofTokens ? heldOut.tokens() : heldOut.characters();
    if (found == null || (heldOut.tokens() != null && heldOut.characters() != null)) {
      throw broken(key, found == null ? "nothing" : "characters beside it", "the held-out length");
    }
    long length = found;
    requireBetween(key, length, 1, corpus.length());
    requireBetween(at + ".windows", heldOut.windows(), 1, length);
    requireBetween(at + ".windowLength", heldOut.windowLength(), 1, length / heldOut.windows());
  }

  private void requireLibrary() {
    String library = report.library();
    if (report.isExact() && library != null) {
      throw broken("library", Json.line(library), "none, since an exact backend has none");
    }
    if (!report.isExact() && (library == null || !LIBRARY.matcher(library).matches())) {
      throw broken(
          "library",
          library == null ? "nothing" : Json.line(library),
          "the name and version of a tolerant backend's library");
    }
  }

  private void requireEpochs() {
    long planned = training("epochs");
    long patience = optional("patience");
    int epochs = report.epochs().size();
    if (patience == 0) {
      requireEqual("epochs", (long) epochs, planned, "as many as config gives");
    }
    requireBetween("epochs", epochs, 1, planned);
    long judgedEvery = report.validation() == null ? 0 : training("validateEvery");
    boolean streams = report.epochs().get(epochs - 1).streamingLoss() != null;
    LeastLoss least = new LeastLoss();
    for (int i = 0; i < epochs; i++) {
      EpochRecord epoch = report.epochs().get(i);
      String at = "epochs[" + i + "].";
      requireEqual(at + "epoch", epoch.epoch(), i + 1, "epochs in order");
      boolean judged = judgedEvery > 0 && ((i + 1) % judgedEvery == 0 || i + 1 == planned);
      requirePresent(at + "validationLoss", epoch.validationLoss(), judged);
      requirePresent(at + "streamingLoss", epoch.streamingLoss(), judged && streams);
      epoch.losses().forEach((name, loss) -> requireLoss(at + name, loss));
      Map<String, Double> expected =
          EpochRecord.of(
                  epoch.epoch(),
                  epoch.trainingLoss(),
                  epoch.validationLoss(),
                  epoch.streamingLoss(),
                  epoch.weightsSha256())
              .perCharacter(report.corpus().tokensPerCharacter())
              .losses();
      requireEqual(at + "losses", epoch.losses().keySet(), expected.keySet(), "in nats and bits");
      epoch
          .losses()
          .forEach((name, loss) -> requireEqual(at + name, loss, expected.get(name), "in bits"));
      requireHash(at + "weightsSha256", epoch.weightsSha256());
      if (least.isOverdue(patience)) {
        throw broken(at + "epoch", "one more", "none: config.training.patience was over before");
      }
      boolean unused = least.add(epoch);
    }
    if (epochs < planned && !least.isOverdue(patience)) {
      throw broken("epochs", epochs + " epochs", planned + ", since no patience was over");
    }
    EarlyStop stopped = EarlyStop.of(report.config(), report.epochs());
    if (!Objects.equals(report.stopped(), stopped)) {
      throw broken(
          "stopped",
          String.valueOf(report.stopped()),
          stopped == null ? "nothing: all epochs ran" : stopped + ", as the epochs give");
    }
  }

  private void requireStepLosses() {
    long every = optional("validateEverySteps");
    List<StepLoss> losses = report.stepLosses();
    if (losses == null || every == 0) {
      if (losses != null || every > 0) {
        throw broken(
            "stepLosses",
            every > 0 ? "nothing" : "losses",
            "what training.validateEverySteps says");
      }
      return;
    }
    long count = report.steps() / every;
    requireEqual("stepLosses", (long) losses.size(), count, "one for each interval");
    for (int i = 0; i < count; i++) {
      StepLoss loss = losses.get(i);
      String at = "stepLosses[" + i + "]";
      requireLoss(at + ".validationLoss", loss.validationLoss());
      StepLoss expected =
          StepLoss.of((i + 1) * every, loss.validationLoss(), report.corpus().tokensPerCharacter());
      requireEqual(at, loss, expected, "in nats and bits");
    }
  }

  private void requireTest() {
    TestLoss test = report.test();
    boolean expected =
        report.config().get("prepare") instanceof Map<?, ?> prepare
            && prepare.containsKey("testFraction");
    if (test == null == expected) {
      throw broken("test", test == null ? "nothing" : "a loss", "what prepare.testFraction says");
    }
    if (test == null) {
      return;
    }
    requireHeldOut("test.text", report.corpus(), test.text());
    int best = LeastLoss.of(report.epochs()).epoch();
    boolean keepsBest = Boolean.TRUE.equals(valueOfTraining("keepBest")) && best > 0;
    requireEqual(
        "test.epoch",
        test.epoch(),
        keepsBest ? best : report.epochs().size(),
        "that of the kept weights");
    requireLoss("test.loss", test.loss());
    Double streaming = test.streamingLoss();
    if (streaming != null) {
      requireLoss("test.streamingLoss", streaming);
    }
    requireEqual(
        "test",
        test,
        TestLoss.of(
            test.text(),
            test.epoch(),
            test.loss(),
            streaming,
            report.corpus().tokensPerCharacter()),
        "in nats and bits");
  }

  private void requireChain() {
    long perEpoch = (report.trainingWindows() - 1) / training("batchSize") + 1;
    long steps = report.steps();
    requireEqual(
        "steps",
        String.valueOf(steps),
        BigInteger.valueOf(perEpoch)
            .multiply(BigInteger.valueOf(report.epochs().size()))
            .toString(),
        "as trainingWindows, batchSize and epochs give");
    Chain chain = report.chain();
    BigInteger planned =
        BigInteger.valueOf(perEpoch).multiply(BigInteger.valueOf(training("epochs")));
    if (planned.bitLength() >= Long.SIZE) {
      throw broken("config.training.epochs", planned + " steps", "fewer than 2^63");
    }
    long every = Chain.every(planned.longValue());
    requireEqual("chain.every", chain.every(), every, "what the steps give");
    List<Link> links = chain.links();
    long count = (steps - 1) / chain.every() + 1;
    requireEqual("chain.links", (long) links.size(), count, "a link for each stretch");
    for (int i = 0; i < count; i++) {
      Link link = links.get(i);
      String at = "chain.links[" + i + "].";
      long step = i + 1 == count ? steps : (i + 1) * chain.every();
      requireEqual(at + "step", link.step(), step, "links in order");
      requireEqual(
          at + "epoch", (long) link.epoch(), (step - 1) / perEpoch + 1, "that of the step");
      requireLoss(at + "loss", link.loss());
      requireHash(at + "stepsSha256", link.stepsSha256());
      requireTensors(at + "weights", link, links.get(0));
      requireHash(at + "momentsSha256", link.momentsSha256());
      requireHash(at + "digest", link.digest());
    }
  }

  private void requireTensors(String at, Link link, Link first) {
    List<String> names = List.copyOf(link.weights().keySet());
    boolean valid =
        !names.isEmpty()
            && names.size() <= MOST_TENSORS
            && names.stream().allMatch(name -> TENSOR.matcher(name).matches());
    if (!valid) {
      throw broken(at, Json.line(names), "the names of the model's tensors");
    }
    List<String> expected = List.copyOf(first.weights().keySet());
    requireEqual(at, names, expected, "the tensors of the first link");
    link.weights().forEach((name, hash) -> requireHash(at + "." + name, hash));
  }

  /** Returns a whole number, at least 1, of the training section. */
  private long training(String key) {
    return whole("config.training." + key, valueOfTraining(key), 1, Integer.MAX_VALUE);
  }

  /** Returns a whole number of the training section that is left out where it is 0. */
  private long optional(String key) {
    return valueOfTraining(key) == null ? 0 : training(key);
  }

  private @Nullable Object valueOfTraining(String key) {
    return report.config().get("training") instanceof Map<?, ?> training ? training.get(key) : null;
  }

  private long whole(String at, @Nullable Object value, long least, long most) {
    if (value instanceof Integer || value instanceof Long) {
      long number = ((Number) value).longValue();
      requireBetween(at, number, least, most);
      return number;
    }
    throw broken(at, value == null ? "nothing" : Json.line(value), "a whole number");
  }

  private void requireBetween(String at, long found, long least, long most) {
    if (found < least || found > most) {
      throw broken(at, String.valueOf(found), "a whole number from " + least + " to " + most);
    }
  }

  private void requireLoss(String at, double loss) {
    if (!(Math.abs(loss) <= MOST_LOSS)) {
      throw broken(at, Json.line(loss), "a finite loss: a run that diverges has no report");
    }
  }

  private void requirePresent(String at, @Nullable Double loss, boolean expected) {
    if (loss == null == expected) {
      throw broken(
          at,
          loss == null ? "nothing" : "a loss",
          expected ? "a loss after a judged epoch" : "none: nothing was judged then");
    }
  }

  private void requireHash(String at, String hash) {
    if (!Sha256.isHash(hash)) {
      throw broken(at, Json.line(hash), "64 lower-case hexadecimal digits");
    }
  }

  private void requireEqual(String at, Object found, @Nullable Object expected, String meaning) {
    if (!found.equals(expected)) {
      throw broken(at, String.valueOf(found), expected + ", " + meaning);
    }
  }

  private InvalidInputException broken(String at, String found, String expected) {
    return new InvalidInputException(where + ": " + at, found, expected, EDITED);
  }
}
