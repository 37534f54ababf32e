package io.github.rnnlab.maven;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String ROOT = "io.github.rnnlab.maven";
  private static final int MOST_LINES = 1_500;

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void classesWereScanned() {
    assertThat(CLASSES.stream().map(type -> type.getSimpleName()))
        .contains("GoalMojo", "WorkerProcess", "GitRecords")
        .doesNotContain("ArchitectureTest");
  }

  @Test
  void packagesUseOnlyThoseBelowThem() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
        .ensureAllClassesAreContainedInArchitecture()
        .layer("fork")
        .definedBy(ROOT + ".fork")
        .layer("git")
        .definedBy(ROOT + ".git")
        .layer("init")
        .definedBy(ROOT + ".init")
        .layer("site")
        .definedBy(ROOT + ".site")
        .layer("option")
        .definedBy(ROOT + ".option")
        .layer("build")
        .definedBy(ROOT + ".build")
        .layer("log")
        .definedBy(ROOT + ".log")
        .layer("run")
        .definedBy(ROOT + ".run")
        .layer("goal")
        .definedBy(ROOT + ".goal")
        .layer("goals")
        .definedBy(ROOT)
        .whereLayer("fork")
        .mayNotAccessAnyLayer()
        .whereLayer("git")
        .mayNotAccessAnyLayer()
        .whereLayer("init")
        .mayNotAccessAnyLayer()
        .whereLayer("site")
        .mayNotAccessAnyLayer()
        .whereLayer("option")
        .mayNotAccessAnyLayer()
        .whereLayer("build")
        .mayOnlyAccessLayers("fork")
        .whereLayer("log")
        .mayOnlyAccessLayers("fork", "build")
        .whereLayer("run")
        .mayOnlyAccessLayers("fork", "git", "build", "log")
        .whereLayer("goal")
        .mayOnlyAccessLayers("build", "log", "option", "run")
        .whereLayer("goals")
        .mayNotBeAccessedByAnyLayer()
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void whatForksReadsRepositoriesOrMakesProjectsKnowsNoMaven() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".fork", ROOT + ".git", ROOT + ".init")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.maven..", "org.codehaus.plexus..", "javax.inject..")
        .check(CLASSES);
  }

  @Test
  void onlyOnePackageReadsRepositories() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".git")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.eclipse.jgit..")
        .check(CLASSES);
  }

  @Test
  void everyPackageHasAFewLines() throws IOException {
    try (Stream<Path> packages = Files.walk(Path.of("src/main/java"))) {
      for (Path directory : packages.filter(Files::isDirectory).toList()) {
        assertThat(lines(directory)).as(directory.toString()).isLessThanOrEqualTo(MOST_LINES);
      }
    }
  }

  private static long lines(Path directory) throws IOException {
    long lines = 0;
    try (Stream<Path> all = Files.list(directory)) {
      List<Path> files = all.filter(file -> file.toString().endsWith(".java")).toList();
      for (Path file : files) {
        lines += Files.readAllLines(file).size();
      }
    }
    return lines;
  }
}
