package io.github.rnnlab;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rules of rnn-core below a root package, so that they can be tried on misplaced classes too.
 * Packages without classes fulfil them.
 */
record Architecture(String root) {
  /** The packages that each package may use besides itself and the root's exceptions. */
  static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          Map.entry("file", Set.of()),
          Map.entry("random", Set.of()),
          Map.entry("tensor", Set.of()),
          Map.entry("corpus", Set.of("file", "random")),
          Map.entry("model", Set.of("file", "random", "tensor", "corpus")),
          Map.entry("train", Set.of("file", "random", "tensor", "model", "corpus")),
          Map.entry("sample", Set.of("random", "tensor", "model", "corpus")),
          Map.entry("report", Set.of("file", "tensor")),
          Map.entry(
              "experiment",
              Set.of("file", "random", "tensor", "corpus", "model", "train", "sample", "report")),
          Map.entry(
              "worker",
              Set.of(
                  "file",
                  "random",
                  "tensor",
                  "corpus",
                  "model",
                  "train",
                  "sample",
                  "report",
                  "experiment")));

  /** Where only one class of an allowed package is meant: user, package, simple name. */
  private static final List<List<String>> ONLY =
      List.of(
          List.of("model", "corpus", "Vocabulary"), List.of("report", "tensor", "NumericClass"));

  List<ArchRule> layers() {
    return Stream.concat(
            Stream.of(
                classes()
                    .should()
                    .resideInAnyPackage(
                        Stream.concat(Stream.of(root), ALLOWED.keySet().stream().map(this::within))
                            .toArray(String[]::new))
                    .because("each package has a place among the layers"),
                classes()
                    .that()
                    .resideInAPackage(root)
                    .should()
                    .onlyDependOnClassesThat(outside().or(inRoot()))),
            ALLOWED.entrySet().stream().map(entry -> layer(entry.getKey(), entry.getValue())))
        .map(rule -> rule.allowEmptyShould(true))
        .toList();
  }

  private ArchRule layer(String user, Set<String> allowed) {
    return classes()
        .that()
        .resideInAPackage(within(user))
        .should()
        .onlyDependOnClassesThat(
            describe(
                "reside outside of " + root + ", in " + user + " or in " + allowed,
                used ->
                    outside().or(inRoot()).test(used)
                        || in(user, used)
                        || allowed.stream()
                            .anyMatch(
                                layer -> in(layer, used) && mayUse(user, layer, outermost(used)))));
  }

  private static boolean mayUse(String user, String layer, String simpleName) {
    return ONLY.stream()
        .filter(only -> only.get(0).equals(user) && only.get(1).equals(layer))
        .allMatch(only -> only.get(2).equals(simpleName));
  }

  ArchRule noCycles() {
    return slices().matching(root + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true);
  }

  ArchRule incubatorOnlyInVectorClasses() {
    return noClasses()
        .that()
        .haveNameNotMatching(root.replace(".", "\\.") + "\\.tensor\\.Vector.*")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator..");
  }

  ArchRule neitherMavenNorNd4j() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.maven..", "org.nd4j..", "org.codehaus.plexus..");
  }

  private DescribedPredicate<JavaClass> outside() {
    return JavaClass.Predicates.resideOutsideOfPackages(root, root + "..");
  }

  private DescribedPredicate<JavaClass> inRoot() {
    return JavaClass.Predicates.resideInAPackage(root);
  }

  private boolean in(String layer, JavaClass used) {
    return JavaClass.Predicates.resideInAPackage(within(layer)).test(used);
  }

  private static String outermost(JavaClass used) {
    return used.getEnclosingClass().map(Architecture::outermost).orElseGet(used::getSimpleName);
  }

  private String within(String layer) {
    return root + "." + layer + "..";
  }
}
