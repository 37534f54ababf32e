package io.github.rnnlab.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.archive.Finding;
import io.github.rnnlab.archive.Finding.Kind;
import io.github.rnnlab.record.FakeRun;
import io.github.rnnlab.record.Recipe;
import io.github.rnnlab.record.RunIdentity;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.tensor.NumericClass;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IdentityDifferenceTest {
  private static final String OTHER = FakeRun.hash("other");

  private final RunReport archived = new FakeRun(3, 250).report();
  private final Map<String, Object> config = archived.config();
  private final Recipe recipe = recipe(2, null);

  @Test
  void findsNoneBetweenARunAndItself() {
    assertThat(of(archived, archived.identity())).isNull();
  }

  @Test
  void namesEveryKeyOfTheConfigThatDiffers() {
    RunReport other = new FakeRun(3, 250).with("seed", 4).with("batchSize", 8).report();
    assertThat(of(archived, other.identity()))
        .contains("config: found batchSize = 8, seed = 4, expected batchSize = absent, seed = 3");
  }

  @Test
  void namesTheNumerics() {
    assertThat(of(archived, new RunIdentity(recipe(3, null), FakeRun.CORPUS, null, null)))
        .contains("play/report.json: numerics: found 3, the version of all that decides a bit");
  }

  @Test
  void tellsATolerantBackendFromAnExactOne() {
    assertThat(of(archived, new RunIdentity(recipe(2, "nd4j 1"), FakeRun.CORPUS, null, null)))
        .contains("numericClass: found tolerant, that of the configured backend, expected exact");
  }

  /** Their losses are compared within tolerances. */
  @Test
  void letsATolerantBackendHaveAnotherLibrary() {
    RunReport tolerant = new FakeRun(3, 250).tolerant().report();
    assertThat(of(tolerant, tolerant.identity())).isNull();
    assertThat(of(tolerant, new RunIdentity(recipe(2, "fake 1.1"), FakeRun.CORPUS, null, null)))
        .isNull();
    assertThat(of(tolerant, new RunIdentity(recipe(3, "fake 1.0"), FakeRun.CORPUS, null, null)))
        .contains("numerics: found 3");
    assertThat(of(tolerant, archived.identity()))
        .contains("numericClass: found exact, that of the configured backend, expected tolerant");
  }

  @Test
  void namesWhatWasRead() {
    assertThat(of(archived, new RunIdentity(recipe, OTHER, null, null)))
        .contains("corpus.sha256: found " + OTHER + ", that of the text as it is now")
        .contains("expected " + FakeRun.CORPUS);
    assertThat(of(archived, new RunIdentity(recipe, FakeRun.CORPUS, null, OTHER)))
        .contains("initialWeightsSha256: found " + OTHER);
    assertThat(of(archived, new RunIdentity(recipe, FakeRun.CORPUS, OTHER, null)))
        .contains("corpus.vocabularySha256: found " + OTHER);
  }

  private Recipe recipe(int numerics, @Nullable String library) {
    return new Recipe(
        numerics, library == null ? NumericClass.EXACT : NumericClass.TOLERANT, library, config);
  }

  private static @Nullable String of(RunReport archived, RunIdentity identity) {
    Finding finding =
        IdentityDifference.from(archived, "archive/play/report.json", null)
            .of(identity)
            .orElse(null);
    if (finding == null) {
      return null;
    }
    assertThat(finding.kind()).isEqualTo(Kind.NOT_COMPARABLE);
    return finding.message();
  }
}
