package io.github.rnnlab;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
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

  /** May differ between JDKs and CPUs, unlike the methods of StrictMath. */
  private static final Set<String> INEXACT =
      Set.of(
          "exp", "expm1", "log", "log10", "log1p", "pow", "sin", "cos", "tan", "asin", "acos",
          "atan", "atan2", "sinh", "cosh", "tanh", "cbrt", "hypot");

  private static final Set<String> DEFAULT_LOCALE_OR_CHARSET =
      Set.of(
          "java.lang.String.format(java.lang.String, [Ljava.lang.Object;)",
          "java.lang.String.formatted([Ljava.lang.Object;)",
          "java.lang.String.toLowerCase()",
          "java.lang.String.toUpperCase()",
          "java.lang.String.getBytes()",
          "java.lang.String.<init>([B)",
          "java.lang.String.<init>([B, int, int)",
          "java.io.ByteArrayOutputStream.toString()",
          "java.io.FileReader.<init>(java.io.File)",
          "java.io.FileReader.<init>(java.lang.String)",
          "java.io.FileWriter.<init>(java.io.File)",
          "java.io.FileWriter.<init>(java.lang.String)",
          "java.io.InputStreamReader.<init>(java.io.InputStream)",
          "java.io.OutputStreamWriter.<init>(java.io.OutputStream)",
          "java.io.PrintStream.<init>(java.io.OutputStream)",
          "java.io.PrintStream.<init>(java.io.OutputStream, boolean)",
          "java.io.PrintStream.format(java.lang.String, [Ljava.lang.Object;)",
          "java.io.PrintStream.printf(java.lang.String, [Ljava.lang.Object;)",
          "java.io.PrintWriter.<init>(java.io.OutputStream)",
          "java.io.PrintWriter.<init>(java.io.OutputStream, boolean)",
          "java.io.PrintWriter.format(java.lang.String, [Ljava.lang.Object;)",
          "java.io.PrintWriter.printf(java.lang.String, [Ljava.lang.Object;)",
          "java.nio.charset.Charset.defaultCharset()",
          "java.text.DecimalFormat.<init>(java.lang.String)",
          "java.text.NumberFormat.getInstance()",
          "java.util.Formatter.<init>()",
          "java.util.Formatter.<init>(java.lang.Appendable)",
          "java.util.Locale.getDefault()",
          "java.util.Scanner.<init>(java.io.InputStream)");

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

  ArchRule exactMathsOnly() {
    return noClasses()
        .that()
        .resideInAnyPackage(within("tensor", "model", "train", "sample", "random"))
        .should()
        .accessTargetWhere(
            target(
                "Math's functions that differ between machines, or a sum in no stated order",
                access ->
                    (access.getTargetOwner().isEquivalentTo(Math.class)
                            && INEXACT.contains(access.getName()))
                        || access.getName().startsWith("reduceLanes")))
        .allowEmptyShould(true);
  }

  ArchRule ownRandomnessOnly() {
    return noClasses()
        .should()
        .accessTargetWhere(
            target(
                "randomness that is not specified for ever",
                access ->
                    access.getTargetOwner().getFullName().startsWith("java.util.random.")
                        || Set.of(
                                "java.util.Random",
                                "java.util.SplittableRandom",
                                "java.util.concurrent.ThreadLocalRandom")
                            .contains(access.getTargetOwner().getFullName())
                        || isCall(access, "java.lang.Math", "random")
                        || isCall(access, "java.lang.StrictMath", "random")
                        || isCall(access, "java.util.Collections", "shuffle")));
  }

  ArchRule noClockInNumbers() {
    return noClasses()
        .that()
        .resideInAnyPackage(within("tensor", "model", "random"))
        // Who does a share of the work may depend on time; what comes out does not.
        .and()
        .doNotHaveSimpleName("ThreadTeam")
        .should()
        .accessTargetWhere(
            target(
                "the clock",
                access ->
                    isCall(access, "java.lang.System", "currentTimeMillis")
                        || isCall(access, "java.lang.System", "nanoTime")
                        || isCall(access, "java.time.Instant", "now")))
        .allowEmptyShould(true);
  }

  ArchRule sameLocaleAndCharsetEverywhere() {
    return noClasses()
        .should()
        .accessTargetWhere(
            target(
                "the machine's default locale or charset",
                access -> DEFAULT_LOCALE_OR_CHARSET.contains(access.getTarget().getFullName())));
  }

  private static DescribedPredicate<JavaAccess<?>> target(
      String description, Predicate<JavaAccess<?>> predicate) {
    return describe(description, predicate);
  }

  private static boolean isCall(JavaAccess<?> access, String owner, String method) {
    return access.getTargetOwner().getFullName().equals(owner) && access.getName().equals(method);
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

  private String[] within(String... layers) {
    return Stream.of(layers).map(this::within).toArray(String[]::new);
  }

  private String within(String layer) {
    return root + "." + layer + "..";
  }
}
