package io.github.rnnlab.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.archive.Finding;
import io.github.rnnlab.archive.Finding.Kind;
import io.github.rnnlab.chain.Link;
import io.github.rnnlab.checkpoint.Checkpoint;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.directory.WholeDirectory;
import io.github.rnnlab.experiment.Archiver;
import io.github.rnnlab.experiment.Experiment;
import io.github.rnnlab.experiment.ForgedArchive;
import io.github.rnnlab.experiment.KernelMutant;
import io.github.rnnlab.experiment.PlayRun;
import io.github.rnnlab.experiment.PlayText;
import io.github.rnnlab.experiment.RecordedProgress;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.prepare.Preparations;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.safetensors.Safetensors;
import io.github.rnnlab.verify.VerificationRequest.Mode;
import io.github.rnnlab.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Changes every single thing that a run or its archive consists of, and expects verification to
 * find it and to name it. The run has 2 epochs of 22 steps, with a link for each, and a checkpoint
 * every 10 steps.
 */
@Timeout(120)
class VerifierTest {
  private static final String OTHER_HASH = "0".repeat(64);

  @TempDir Path directory;
  private ExperimentConfig config;

  @BeforeEach
  void trainAndArchive() throws IOException {
    PlayText.write(directory);
    config = config("3", "0.005");
    experiment(config).train(false, false);
    Archiver.archive(config, workplace(), archive());
  }

  @Test
  void twoHundredCleanVerificationsRaiseNoAlarm() {
    for (int i = 0; i < 200; i++) {
      Mode mode = i % 4 == 0 ? Mode.AFRESH : i % 4 == 1 ? Mode.TRAINED : Mode.QUICK;
      assertThat(verify(config, mode, i).finding()).as("verification %d, %s", i, mode).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesTheUsersRunAndTheArchiveAsTheyAre(Mode mode) throws IOException {
    Map<String, String> before = digests();
    Verification verification = verify(config, mode, 1);
    assertThat(verification.finding()).isEmpty();
    assertThat(verification.checks()).hasSizeGreaterThan(3).noneMatch(Verification.Check::skipped);
    assertThat(digests()).isEqualTo(before);
    assertThat(directory.resolve("results/TEST-rnn-play.xml"))
        .content()
        .contains("failures=\"0\"", "the archive is whole");
  }

  /** The last link of its chain is one of a stretch that ends early. */
  @ParameterizedTest
  @EnumSource
  void comesOutAsArchivedThoughItStoppedEarly(Mode mode) throws IOException {
    config = stoppingEarly();
    experiment(config).train(false, false);
    RunReport report = report();
    assertThat(report.stopped()).isNotNull();
    assertThat(report.steps() % report.chain().every()).isPositive();
    Archiver.archive(config, workplace(), archive());
    for (int seed = 1; seed <= 5; seed++) {
      Verification verification = verify(config, mode, seed);
      assertThat(verification.finding()).isEmpty();
      assertThat(verification.checks())
          .hasSizeGreaterThan(3)
          .noneMatch(Verification.Check::skipped);
    }
  }

  private static ExperimentConfig stoppingEarly() {
    return ExperimentConfigs.parse(
        json("3", "0.3")
            .replace("\"epochs\": 2", "\"epochs\": 11, \"patience\": 1")
            .replace("Fraction\": 0.1", "Fraction\": 0.1, \"testFraction\": 0.1")
            .replace("\"batchSize\"", "\"validateEverySteps\": 7, \"batchSize\""),
        "play.json");
  }

  @Test
  void saysHowToArchiveWhereNothingIsArchived() throws IOException {
    Files.move(archive(), directory.resolve("archive/elsewhere"));
    assertFinding(Kind.NOTHING_ARCHIVED, "found no archive", "mvn rnn:archive");
    assertThat(directory.resolve("verify")).doesNotExist();
    assertThat(directory.resolve("results/TEST-rnn-play.xml"))
        .content()
        .contains("failures=\"1\"", "type=\"NOTHING_ARCHIVED\"", "<skipped/>");
  }

  @Test
  void findsOneByteOfTheCorpus() throws IOException {
    Path text = directory.resolve("play.txt");
    String before = Sha256.of(text);
    Files.writeString(text, Files.readString(text).replaceFirst("king", "ling"));
    assertFinding(
        Kind.NOT_COMPARABLE, "corpus.sha256: found " + Sha256.of(text), "expected " + before);
  }

  @ParameterizedTest
  @EnumSource(names = {"AFRESH", "QUICK"})
  void namesGitWhereOnlyTheLineEndsOfTheCorpusDiffer(Mode mode) throws IOException {
    Path text = directory.resolve("play.txt");
    Files.writeString(text, Files.readString(text).replace("\n", "\r\n"));
    Verification verification = verify(config, mode, 1);
    assertThat(verification.finding().orElseThrow().message())
        .contains("corpus.sha256: found " + Sha256.of(text))
        .contains("core.autocrlf")
        .contains("\"play.txt -text\" into .gitattributes");
    assertThat(verification.summary())
        .isEqualTo(
            "play does not come out as archived: nothing was trained, since a check before it"
                + " failed");
  }

  @ParameterizedTest
  @EnumSource(names = {"AFRESH", "QUICK"})
  void saysWhatWasTrainedWhereItWas(Mode mode) throws IOException {
    String how = verify(config, mode, 1).summary();
    assertThat(how).startsWith("play comes out as archived: ").doesNotContain("nothing");
    Files.delete(archive().resolve("loss.csv"));
    assertThat(verify(config, mode, 1).summary()).contains("nothing was trained");
    Files.move(archive(), directory.resolve("archive/elsewhere"));
    assertThat(verify(config, mode, 1).summary()).contains("nothing was trained");
  }

  /** The file of windows holds numbers, and stays as it is. */
  @ParameterizedTest
  @EnumSource(names = {"AFRESH", "QUICK"})
  void findsOneCharacterBesideAFileOfWindows(Mode mode) throws IOException {
    Preparations.ofCharacters("play", 25, 25, true)
        .prepare(directory.resolve("play.txt"), directory);
    config =
        ExperimentConfigs.parse(
            json("3", "0.005")
                .replace("\"corpus\": {\"file\": \"play.txt\"},", "")
                .replace("\"stride\": 25", "\"windowsFile\": \"play_char_windows.npy\""),
            "play.json");
    experiment(config).train(false, false);
    Archiver.archive(config, workplace(), archive());
    assertThat(verify(config, mode, 1).finding()).isEmpty();
    String before = report().corpus().vocabularySha256();
    Path chars = directory.resolve("play_chars.json");
    Files.writeString(chars, Files.readString(chars).replace("\"v\"", "\"w\""));
    Finding finding = verify(config, mode, 1).finding().orElseThrow();
    assertThat(finding.kind()).isEqualTo(Kind.NOT_COMPARABLE);
    assertThat(finding.message())
        .contains(
            "archive/play/report.json: corpus.vocabularySha256: found ", "expected " + before);
  }

  @Test
  void findsTheSeed() {
    config = config("4", "0.005");
    assertFinding(
        Kind.NOT_COMPARABLE,
        "archive/play/report.json: config: found generation.seed = 4, seed = 4,"
            + " expected generation.seed = 3, seed = 3.");
  }

  /** As a 32-bit float, the learning rate is still the same. */
  @Test
  void findsTheLearningRateByOneUlp() {
    config = config("3", "0.005000000000000001");
    assertThat(config.training().optimizer().learningRate()).isEqualTo(Math.nextUp(0.005));
    assertFinding(
        Kind.NOT_COMPARABLE,
        "found training.optimizer.learningRate = 0.005000000000000001,"
            + " expected training.optimizer.learningRate = 0.005.");
  }

  @Test
  void findsTheNumerics() throws IOException {
    new ForgedArchive(archive()).numerics(1);
    assertFinding(Kind.NOT_COMPARABLE, "report.json: numerics: found ", ", expected 1.");
  }

  @ParameterizedTest
  @CsvSource({
    "trainingLoss, report.json: epochs[0].trainingBitsPerCharacter",
    "loss, chain.links[0] (step 1).digest",
    "stepsSha256, chain.links[0] (step 1).digest",
    "Whh, chain.links[0] (step 1).digest",
    "momentsSha256, chain.links[0] (step 1).digest",
    "digest, chain.links[0] (step 1).digest",
    "weightsSha256, report.json: digest"
  })
  void findsOneEditedDigit(String key, String where) throws IOException {
    Path report = archive().resolve("report.json");
    String text = Files.readString(report);
    int digit = text.indexOf("\"" + key + "\" : ") + key.length() + 10;
    char other = text.charAt(digit) == '3' ? '4' : '3';
    Files.writeString(report, text.substring(0, digit) + other + text.substring(digit + 1));
    assertFinding(Kind.BROKEN_ARCHIVE, where, "edited");
  }

  @Test
  void findsAnArchiveOfAnotherRunsFiles() throws IOException {
    Files.writeString(archive().resolve("sample.txt"), "the queen\n");
    assertFinding(Kind.BROKEN_ARCHIVE, "sample.txt: found the SHA-256", "as in archive.json");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void findsOneDigitOfALossThatWasForgedWithAllHashes(int epoch) throws IOException {
    double real = report().epochs().get(epoch - 1).trainingLoss();
    double forged = Math.nextUp(real);
    new ForgedArchive(archive())
        .epoch(
            epoch - 1,
            e ->
                EpochRecord.of(
                    epoch, forged, e.validationLoss(), e.streamingLoss(), e.weightsSha256()));
    assertFinding(
        Kind.DIVERGED,
        "archive/play/report.json: epoch " + epoch + ", trainingLoss: found " + real,
        "expected " + forged);
  }

  @Test
  void findsAForgedValidationLoss() throws IOException {
    new ForgedArchive(archive())
        .epoch(
            1,
            e -> EpochRecord.of(2, e.trainingLoss(), 1.25, e.streamingLoss(), e.weightsSha256()));
    assertFinding(Kind.DIVERGED, "epoch 2, validationLoss: found ", "expected 1.25");
  }

  @Test
  void findsAForgedLossOfALink() throws IOException {
    new ForgedArchive(archive()).link(29, link -> ForgedArchive.withLoss(link, 1.25));
    assertFinding(
        Kind.DIVERGED,
        "epoch 2, after step 29, at which both agree, up to step 30: found the archived weights",
        "a mean loss of 1.25",
        "the archive was edited here");
  }

  @Test
  void findsAForgedHashOfWeights() throws IOException {
    String real = report().chain().links().get(29).weights().get("Whh");
    new ForgedArchive(archive())
        .link(29, link -> ForgedArchive.withWeights(link, "Whh", OTHER_HASH));
    assertFinding(
        Kind.DIVERGED,
        "epoch 2, after step 29, at which both agree, up to step 30: found Whh " + real,
        "expected Whh " + OTHER_HASH,
        "the archive was edited here");
  }

  @Test
  void findsAForgedHashOfTheLastWeights() throws IOException {
    new ForgedArchive(archive())
        .link(43, link -> ForgedArchive.withWeights(link, "by", OTHER_HASH));
    assertFinding(Kind.DIVERGED, "after step 43, at which both agree, up to step 44: found by ");
  }

  @Test
  void findsAForgedSample() throws IOException {
    new ForgedArchive(archive()).file("sample.txt", "the queen\n");
    assertFinding(Kind.DIVERGED, "sample.txt: found the SHA-256", "the run computed the same");
  }

  /** The archive is of a build that sums in another order. */
  @ParameterizedTest
  @EnumSource(names = {"AFRESH", "QUICK"})
  void findsAnotherOrderOfSummation(Mode mode) throws Exception {
    KernelMutant mutant =
        new KernelMutant(
            "tensor/ScalarBackend",
            "int k = 0; k < a.columns; k++",
            "int k = a.columns - 1; k >= 0; k--");
    Path json = Files.writeString(directory.resolve("play.json"), json("3", "0.005"));
    mutant.train(directory.resolve("classes"), json.toString(), directory.toString(), "scalar-1");
    Link other = RunReport.read(directory.resolve("scalar-1/report.json")).chain().links().get(0);
    assertThat(other.weights()).isNotEqualTo(report().chain().links().get(0).weights());
    Workplace mutated = workplace("scalar-1");
    Archiver.archive(config, mutated, archive());
    Finding finding = verify(config, mode, 2).finding().orElseThrow();
    assertThat(finding.kind()).isIn(Kind.DIVERGED, Kind.WRONG_CHECKPOINT);
    assertThat(finding.message()).contains("epoch 1, steps 1 to 1: found W");
  }

  @Test
  void quickFindsAnotherOrderOfSummationWithoutAnyCheckpoint() throws Exception {
    findsAnotherOrderOfSummation(Mode.AFRESH);
    WholeDirectory.remove(directory.resolve("out"));
    Finding finding = verify(config, Mode.QUICK, 2).finding().orElseThrow();
    assertThat(finding.kind()).isEqualTo(Kind.DIVERGED);
    assertThat(finding.message()).contains("epoch 1, steps 1 to 1: found W");
  }

  @Test
  void quickReplaysOtherSegmentsForOtherSeeds() {
    List<String> names =
        Stream.iterate(0, seed -> seed + 1)
            .limit(20)
            .flatMap(seed -> verify(config, Mode.QUICK, seed).checks().stream())
            .map(Verification.Check::name)
            .filter(name -> name.matches("steps.*|the checkpoint.*"))
            .distinct()
            .sorted()
            .toList();
    assertThat(names)
        .containsExactly(
            "steps 1 to 1 from the first weights compute the archived losses and weights",
            "steps 31 to 31 from a checkpoint compute the archived losses and weights",
            "steps 41 to 41 from a checkpoint compute the archived losses and weights",
            "the checkpoint of step 44 is the archived one");
    assertThat(verify(config, Mode.QUICK, 7).checks())
        .extracting(Verification.Check::name)
        .isEqualTo(
            verify(config, Mode.QUICK, 7).checks().stream().map(Verification.Check::name).toList());
  }

  @Test
  void quickFindsAForgedLinkThatASegmentEndsWith() throws IOException {
    new ForgedArchive(archive()).link(40, link -> ForgedArchive.withLoss(link, 1.25));
    Finding finding =
        Stream.iterate(0, seed -> seed + 1)
            .limit(20)
            .flatMap(seed -> verify(config, Mode.QUICK, seed).finding().stream())
            .findFirst()
            .orElseThrow();
    assertThat(finding.message()).contains("up to step 41: found", "a mean loss of 1.25");
  }

  @Test
  void quickTellsACheckpointWithOtherWeights() throws IOException {
    Path file = new PlayRun(directory).checkpoint("out", 40);
    Checkpoint checkpoint = Checkpoint.read(file);
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>(checkpoint.tensors());
    Safetensors.Tensor whh = Objects.requireNonNull(tensors.get("Whh"));
    float[] values = whh.values().clone();
    values[0] = Math.nextUp(values[0]);
    tensors.put("Whh", new Safetensors.Tensor(whh.shape(), values));
    new Checkpoint(
            checkpoint.run(),
            checkpoint.state(),
            checkpoint.stepLosses(),
            checkpoint.course(),
            tensors)
        .write(file);
    List<Finding> findings =
        Stream.iterate(0, seed -> seed + 1)
            .limit(20)
            .flatMap(seed -> verify(config, Mode.QUICK, seed).finding().stream())
            .toList();
    assertThat(findings)
        .isNotEmpty()
        .allMatch(finding -> finding.kind() == Kind.WRONG_CHECKPOINT)
        .allMatch(finding -> finding.message().contains("the checkpoint of step 40 is not of"))
        .allMatch(finding -> finding.message().contains("up to step 40: found Whh "));
  }

  @Test
  void aRunThatIsNotThisBuildsOwnIsNotTaken() throws IOException {
    Path report = directory.resolve("out/report.json");
    Files.writeString(report, Files.readString(report).replace("\"epoch\" : 1", "\"epoch\" : 3"));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> verify(config, Mode.TRAINED, 1))
        .withMessageContaining("report.json");
  }

  @Test
  void onlyAFinishedRunOfTheConfigAsItIsNowIsArchived() throws IOException {
    ExperimentConfig changed = config("3", "0.006");
    Map<String, String> before = digests();
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Archiver.archive(changed, workplace(), archive()))
        .withMessageContaining("a run that is not up to date")
        .withMessageContaining("mvn rnn:train -Drnn.config=play");
    Files.writeString(directory.resolve("out/sample.txt"), "the queen");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Archiver.archive(config, workplace(), archive()))
        .withMessageContaining("sample.txt");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Archiver.archive(config, workplace("nothing"), archive()))
        .withMessageContaining("no finished run");
    before.put("out/sample.txt", Sha256.of("the queen"));
    assertThat(digests()).isEqualTo(before);
  }

  private void assertFinding(Kind kind, String... parts) {
    Finding finding = verify(config, Mode.AFRESH, 1).finding().orElseThrow();
    assertThat(finding.kind()).as(finding.message()).isEqualTo(kind);
    assertThat(finding.message()).contains(parts);
  }

  private Verification verify(ExperimentConfig config, Mode mode, long seed) {
    VerificationRequest request =
        new VerificationRequest(
            archive(),
            "",
            List.of(""),
            null,
            directory.resolve("out"),
            directory.resolve("results"),
            mode,
            seed);
    return new Verifier(config, workplace("verify"), request, new RecordedProgress()).verify();
  }

  private Experiment experiment(ExperimentConfig config) {
    return new Experiment(config, workplace(), new RecordedProgress());
  }

  private RunReport report() {
    return RunReport.read(directory.resolve("out/report.json"));
  }

  private Path archive() {
    return directory.resolve("archive/play");
  }

  private Workplace workplace() {
    return workplace("out");
  }

  private Workplace workplace(String output) {
    return Workplace.of(directory, directory.resolve(output), "1")
        .withCache(directory.resolve("cache"))
        .offline(true);
  }

  /** The hashes of the user's run and of the archive, by path. */
  private Map<String, String> digests() throws IOException {
    Map<String, String> digests = new TreeMap<>();
    for (String place : List.of("out", "archive")) {
      try (Stream<Path> files = Files.walk(directory.resolve(place))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          digests.put(directory.relativize(file).toString().replace('\\', '/'), Sha256.of(file));
        }
      }
    }
    return digests;
  }

  private static ExperimentConfig config(String seed, String learningRate) {
    return ExperimentConfigs.parse(json(seed, learningRate), "play.json");
  }

  private static String json(String seed, String learningRate) {
    return """
    {
      'name': 'play', 'seed': SEED, CORPUS,
      'prepare': {'sequenceLength': 25, 'stride': 25, 'validationFraction': 0.1},
      'model': {'hiddenSize': 8, 'initialScale': 0.1},
      'training': {'epochs': 2, 'batchSize': 5, 'optimizer': {'learningRate': RATE}},
      'generation': {'prompt': 'the ', 'length': 20},
      'checkpoints': {'everySteps': 10},
      'backend': {'name': 'scalar'}
    }
    """
        .replace("CORPUS", PlayText.CORPUS)
        .replace("SEED", seed)
        .replace("RATE", learningRate)
        .replace('\'', '"');
  }
}
