package io.github.rnnlab.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.archive.Finding;
import io.github.rnnlab.archive.Finding.Kind;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.experiment.Archiver;
import io.github.rnnlab.experiment.PlayRun;
import io.github.rnnlab.experiment.RecordedProgress;
import io.github.rnnlab.tensor.TolerantProvider;
import io.github.rnnlab.verify.VerificationRequest.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Verifies an archive of a tolerant backend, on its library and on another one. */
@Timeout(60)
class TolerantVerifierTest {
  private static final String BOTH =
      "; the archived run is by fake 1.0, cpu, 2 threads; this one is by fake 1.0, cpu, 3 threads";

  @TempDir Path directory;
  private final ExperimentConfig exact = PlayRun.config();
  private final ExperimentConfig config = TolerantProvider.on(exact, 2);
  private final ExperimentConfig other = TolerantProvider.on(exact, 3);
  private PlayRun play;

  @BeforeEach
  void trainAndArchive() throws IOException {
    play = PlayRun.in(directory);
    play.train("out", config);
    Archiver.archive(config, play.workplace("out"), archive());
  }

  @Test
  void archivesTheTolerances() {
    assertThat(archive().resolve("archive.json"))
        .content()
        .contains("\"absolute\" : 0.001", "\"relative\" : 0.005");
    assertThat(archive().resolve("report.json")).content().contains("fake 1.0, cpu, 2 threads");
  }

  @ParameterizedTest
  @EnumSource
  void saysThatTheSameLibraryComputesTheSameBits(Mode mode) {
    Verification verification = verify(config, mode);
    assertThat(verification.finding()).isEmpty();
    assertThat(verification.summary())
        .isEqualTo("play comes out as archived: " + how(mode) + ", bit for bit");
  }

  @ParameterizedTest
  @EnumSource
  void comparesLossesOfAnotherLibraryWithinTheTolerances(Mode mode) throws IOException {
    play.train("out", other);
    Verification verification = verify(other, mode);
    assertThat(verification.finding()).isEmpty();
    assertThat(verification.summary())
        .isEqualTo(
            "play comes out as archived: "
                + how(mode)
                + ", losses within 0.001 plus 0.005 of each"
                + BOTH);
    assertThat(verification.checks())
        .extracting(Verification.Check::name)
        .anyMatch(name -> name.matches(".* the archived loss(es)? within 0.001 plus 0.005 of each"))
        .noneMatch(name -> name.contains("weights compute") || name.contains("files"));
    assertThat(directory.resolve("results/TEST-rnn-play.xml"))
        .content()
        .contains("failures=\"0\"", verification.summary());
  }

  @ParameterizedTest
  @EnumSource
  void findsALossBeyondTheTolerances(Mode mode) throws IOException {
    Path index = archive().resolve("archive.json");
    Files.writeString(
        index,
        Files.readString(index)
            .replace("\"absolute\" : 0.001", "\"absolute\" : 0")
            .replace("\"relative\" : 0.005", "\"relative\" : 1e-12"));
    assertThat(verify(config, mode).finding()).isEmpty();
    play.train("out", other);
    Verification verification = verify(other, mode);
    Finding finding = verification.finding().orElseThrow();
    assertThat(finding.kind()).isEqualTo(Kind.DIVERGED);
    assertThat(finding.message())
        .contains(
            mode == Mode.QUICK
                ? "archive/play/report.json: up to step 1, mean loss: found "
                : "archive/play/report.json: epoch 1, trainingLoss: found ",
            " within 0.0 plus 1.0E-12 of it, the tolerances of archive.json");
    assertThat(verification.summary())
        .isEqualTo("play does not come out as archived: " + how(mode) + BOTH);
  }

  /** Its backend computes near losses, too, but an archive is of one class. */
  @ParameterizedTest
  @EnumSource(names = {"AFRESH", "QUICK"})
  void refusesAnExactBackend(Mode mode) {
    Finding finding = verify(exact, mode).finding().orElseThrow();
    assertThat(finding.kind()).isEqualTo(Kind.NOT_COMPARABLE);
    assertThat(finding.message())
        .isEqualTo(
            "archive/play/report.json: numericClass: found exact, that of the configured backend,"
                + " expected tolerant. Verify with a backend of the archived class.");
  }

  @Test
  void findsAnotherConfig() {
    ExperimentConfig seed = TolerantProvider.on(PlayRun.config("seed=8"), 2);
    Finding finding = verify(seed, Mode.QUICK).finding().orElseThrow();
    assertThat(finding.kind()).isEqualTo(Kind.NOT_COMPARABLE);
    assertThat(finding.message()).contains("config: found generation.seed = 8, seed = 8");
  }

  private static String how(Mode mode) {
    return switch (mode) {
      case AFRESH -> "trained afresh";
      case TRAINED -> "compared with the run of this build";
      case QUICK -> "its first steps trained again";
    };
  }

  private Verification verify(ExperimentConfig experiment, Mode mode) {
    VerificationRequest request =
        new VerificationRequest(
            archive(),
            "",
            List.of(""),
            null,
            directory.resolve("out"),
            directory.resolve("results"),
            mode,
            1);
    return new Verifier(experiment, play.workplace("verify"), request, new RecordedProgress())
        .verify();
  }

  private Path archive() {
    return directory.resolve("archive/play");
  }
}
