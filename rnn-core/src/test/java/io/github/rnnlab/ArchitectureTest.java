package io.github.rnnlab;

import static io.github.rnnlab.Architecture.LAYERS;
import static io.github.rnnlab.Architecture.MOST_LINES;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
  private static final String ROOT = "io.github.rnnlab";
  private static final String MISPLACED = ROOT + ".misplaced";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);
  private static final JavaClasses MISPLACED_CLASSES =
      new ClassFileImporter().importPackages(MISPLACED);

  @Test
  void classesWereScanned() {
    assertThat(CLASSES.size()).isGreaterThan(30);
    assertThat(CLASSES.stream().map(type -> type.getSimpleName()))
        .contains("VectorBackend", "RandomStream", "InvalidInputException")
        .doesNotContain("ArchitectureTest");
  }

  @Test
  void packagesUseOnlyThoseBelowThem() {
    new Architecture(ROOT).layers().forEach(rule -> rule.check(CLASSES));
  }

  @Test
  void noLayerUsesOneAboveIt() {
    assertThat(Architecture.upwardArrows()).isEmpty();
  }

  /** Also leaves the layers with their lines in {@code target/architecture.txt}. */
  @Test
  void everyPackageIsALayerOfAFewLines() throws IOException {
    Map<String, Long> lines = Architecture.lines(Path.of("src/main/java/io/github/rnnlab"));
    String layers = Architecture.printed(lines);
    Files.writeString(Path.of("target/architecture.txt"), layers);
    List<String> known = LAYERS.stream().map(Architecture.Layer::name).toList();
    assertThat(known).doesNotHaveDuplicates();
    assertThat(lines).containsOnlyKeys(Stream.concat(Stream.of(""), known.stream()).toList());
    Map<String, Long> small = new TreeMap<>(lines);
    small.keySet().removeAll(Architecture.KERNELS);
    assertThat(small)
        .as(layers)
        .allSatisfy((name, count) -> assertThat(count).isLessThanOrEqualTo(MOST_LINES));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyClassKeepsTheRule(Function<Architecture, ArchRule> rule) {
    rule.apply(new Architecture(ROOT)).check(CLASSES);
  }

  /** A rule that nothing can break would say nothing. */
  @ParameterizedTest
  @MethodSource("rules")
  void aMisplacedClassBreaksTheRule(Function<Architecture, ArchRule> rule) {
    assertThat(violations(rule.apply(new Architecture(MISPLACED)))).isNotEmpty();
  }

  @Test
  void everyMisplacedDependencyIsFound() {
    List<String> violations =
        new Architecture(MISPLACED)
            .layers().stream().flatMap(rule -> violations(rule).stream()).toList();
    assertThat(violations)
        .anyMatch(text -> text.contains("tensor.UsesALayerAbove"))
        .anyMatch(text -> text.contains("record.UsesMoreThanTheNumericClass"))
        .anyMatch(text -> text.contains("nowhere.HasNoLayer"))
        .noneMatch(text -> text.contains("Class <" + MISPLACED + ".train.UsesALayerBelow>"));
  }

  static List<Named<Function<Architecture, ArchRule>>> rules() {
    return List.of(
        Named.of("no cycles between packages", Architecture::noCycles),
        Named.of("the Vector API only in Vector*", Architecture::incubatorOnlyInVectorClasses),
        Named.of("neither Maven nor ND4J", Architecture::neitherMavenNorNd4j));
  }

  private static List<String> violations(ArchRule rule) {
    return rule.evaluate(MISPLACED_CLASSES).getFailureReport().getDetails();
  }
}
