package io.github.rnnlab.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.archive.Finding.Kind;
import io.github.rnnlab.chain.Link;
import io.github.rnnlab.experiment.ForgedArchive;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.record.FakeRun;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.record.StepLoss;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A run of 3 epochs of 250 steps has a link every 10 steps. */
class DivergenceTest {
  private static final String WHERE = "archive/play/report.json";

  private final RunReport archived = new FakeRun(3, 250).report();

  @Test
  void equalRunsDoNotPart() {
    assertThat(Divergence.between(archived, new FakeRun(3, 250).report(), WHERE)).isEmpty();
  }

  @Test
  void namesEpochStepsTensorHashesAndLosses() {
    RunReport fresh =
        new FakeRun(3, 250)
            .withLinks(
                link ->
                    link.step() < 270
                        ? link
                        : ForgedArchive.withWeights(link, "Wxh", "x" + link.step()))
            .report();
    assertThat(message(fresh))
        .startsWith(
            "archive/play/report.json: epoch 2, after step 260, at which both agree, up to step"
                + " 270: found Wxh x270 and a mean loss of 1.00376")
        .contains("expected Wxh " + FakeRun.hash("w270") + " and a mean loss of 1.00376")
        .contains("edited together with all of its hashes");
  }

  @Test
  void saysThatNothingAgreedBefore() {
    RunReport fresh =
        new FakeRun(3, 250).withLinks(link -> ForgedArchive.withWeights(link, "Wxh", "x")).report();
    assertThat(message(fresh)).contains(": epoch 1, steps 1 to 10: found Wxh x");
  }

  @Test
  void tellsALinkAfterWhichAllAgreesAgain() {
    assertThat(message(oneLink(link -> ForgedArchive.withWeights(link, "Wxh", "x"))))
        .contains("up to step 300: found Wxh x")
        .contains("the archive was edited here");
    assertThat(message(oneLink(link -> ForgedArchive.withLoss(link, 7.5))))
        .contains("found the archived weights")
        .contains("a mean loss of 7.5")
        .contains("the archive was edited here");
  }

  @Test
  void tellsMomentsFromWeights() {
    RunReport fresh =
        new FakeRun(3, 250)
            .withLinks(
                link ->
                    new Link(
                        link.step(),
                        link.epoch(),
                        link.loss(),
                        link.stepsSha256(),
                        link.weights(),
                        "x",
                        ""))
            .report();
    assertThat(message(fresh)).contains("found the archived weights, moments x and");
  }

  @Test
  void namesALossOfAnEpochWhereTheChainAgrees() {
    RunReport fresh =
        new FakeRun(3, 250)
            .withEpochs(
                epoch ->
                    epoch.epoch() < 2
                        ? epoch
                        : EpochRecord.of(
                            epoch.epoch(),
                            epoch.trainingLoss(),
                            9.5,
                            epoch.streamingLoss(),
                            epoch.weightsSha256()))
            .report();
    assertThat(message(fresh))
        .startsWith(
            "archive/play/report.json: epoch 2, validationLoss: found 9.5 from the archived")
        .contains("expected 2.5.");
  }

  @Test
  void namesTheTensorAlsoWhereAnEpochEndsBeforeTheLink() {
    RunReport long1 = new FakeRun(3, 251).report();
    RunReport fresh =
        new FakeRun(3, 251)
            .withLinks(
                link -> link.step() < 260 ? link : ForgedArchive.withWeights(link, "Wxh", "x"))
            .withEpochs(
                epoch ->
                    EpochRecord.of(
                        epoch.epoch(),
                        epoch.trainingLoss(),
                        epoch.validationLoss(),
                        epoch.streamingLoss(),
                        "y"))
            .report();
    assertThat(Divergence.between(long1, fresh, WHERE).orElseThrow().message())
        .contains("epoch 1, after step 250, at which both agree, up to step 251: found weights y")
        .contains("by step 260 in Wxh, x");
  }

  @Test
  void namesWhatFollowsFromTheInputs() {
    assertThat(message(new FakeRun(3, 251).report()))
        .contains("trainingWindows: found 251, expected 250");
  }

  @Test
  void aTolerantBackendMayBeAsFarOffAsTheToleranceAllows() {
    Tolerances tolerances = new Tolerances(0.01, 0.02);
    RunReport near = new FakeRun(3, 250).shifted(0.02).report();
    assertThat(tolerances.firstBeyond(archived, near, WHERE)).isEmpty();
    RunReport far = new FakeRun(3, 250).shifted(0.06).report();
    assertThat(tolerances.firstBeyond(archived, far, WHERE).orElseThrow().message())
        .contains("epoch 1, trainingLoss: found 2.06, expected 2.0 within 0.01 plus 0.02 of it");
    assertThat(
            tolerances
                .firstBeyond(archived, new FakeRun(2, 250).report(), WHERE)
                .orElseThrow()
                .message())
        .contains("steps: found 500, expected 750");
  }

  @Test
  void bothLossesOnTheTestTextMustBeWithinTheTolerances() {
    Tolerances tolerances = new Tolerances(0.01, 0.02);
    RunReport judged = new FakeRun(3, 250).judgedOften(100).report();
    RunReport near = new FakeRun(3, 250).judgedOften(100).streamingShifted(0.05).report();
    assertThat(tolerances.firstBeyond(judged, near, WHERE)).isEmpty();
    RunReport far = new FakeRun(3, 250).judgedOften(100).streamingShifted(0.06).report();
    assertThat(tolerances.firstBeyond(judged, far, WHERE).orElseThrow().message())
        .startsWith(
            WHERE + ": test, streamingLoss: found 2.46, expected 2.4 within 0.01 plus 0.02 of it");
  }

  @Test
  void namesTheFirstStepWhoseValidationLossDiffers() {
    RunReport judged = new FakeRun(3, 250).judgedOften(100).report();
    RunReport fresh =
        new FakeRun(3, 250)
            .judgedOften(100)
            .withStepLosses(loss -> loss.step() < 200 ? loss : StepLoss.of(loss.step(), 9, 1))
            .report();
    assertThat(Divergence.between(judged, fresh, WHERE).orElseThrow().message())
        .startsWith(WHERE + ": stepLosses, step 200: found StepLoss[step=200, validationLoss=9.0,")
        .contains("expected StepLoss[step=200, validationLoss=2.20")
        .doesNotContain("step=300");
  }

  private static RunReport oneLink(UnaryOperator<Link> change) {
    return new FakeRun(3, 250)
        .withLinks(link -> link.step() == 300 ? change.apply(link) : link)
        .report();
  }

  private String message(RunReport fresh) {
    Finding finding = Divergence.between(archived, fresh, WHERE).orElseThrow();
    assertThat(finding.kind()).isEqualTo(Kind.DIVERGED);
    return finding.message();
  }
}
