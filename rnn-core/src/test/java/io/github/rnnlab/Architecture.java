package io.github.rnnlab;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The rules of rnn-core below a root package, so that misplaced classes can be checked with them
 * too. A package without classes keeps every rule.
 */
record Architecture(String root) {
  /** The most lines of main code in a package. */
  static final int MOST_LINES = 1_500;

  /** The packages of the kernels, which may be longer: regular code, a variant for each case. */
  static final Set<String> KERNELS = Set.of("tensor");

  /** All packages below the root's, each after those that it may use. */
  static final List<Layer> LAYERS =
      List.of(
          layer("file"),
          layer("directory", "file"),
          layer("random"),
          layer("tensor"),
          layer("gpu", "tensor"),
          layer("content", "file"),
          layer("source", "file", "content"),
          layer("token", "file", "content"),
          layer("chain", "file"),
          layer("course", "file"),
          layer("text", "file", "content"),
          layer("word"),
          layer("corpus", "file", "token", "word"),
          layer("prepare", "file", "text", "token", "word", "corpus"),
          layer("safetensors", "file", "content"),
          layer("parameter", "file", "tensor", "safetensors"),
          layer("model", "random", "tensor", "parameter"),
          layer("modelfile", "file", "tensor", "corpus", "safetensors", "parameter", "model"),
          layer("onnx", "file", "tensor", "safetensors", "parameter", "model"),
          layer("optimizer", "tensor", "parameter", "model"),
          layer("train", "file", "random", "tensor", "token", "parameter", "model", "optimizer"),
          layer("sample", "random", "tensor", "corpus", "parameter", "model", "modelfile"),
          layer("record", "file", "tensor", "chain"),
          layer(
              "evaluate",
              "file",
              "content",
              "text",
              "tensor",
              "token",
              "corpus",
              "parameter",
              "model",
              "train",
              "record"),
          layer("page", "file"),
          layer(
              "inspect",
              "file",
              "page",
              "tensor",
              "token",
              "corpus",
              "parameter",
              "model",
              "evaluate"),
          layer("seeds", "file", "record"),
          layer("chart", "file", "record"),
          layer("live", "file", "token", "record", "chart"),
          layer("archive", "file", "directory", "chain", "record", "seeds", "chart"),
          layer("setting", "file", "content"),
          layer("discovery", "file", "setting"),
          layer("config", "file", "content", "source", "setting", "discovery"),
          layer("schedule", "optimizer", "config"),
          layer("plan", "file", "random", "setting", "discovery", "config"),
          layer(
              "report",
              "file",
              "directory",
              "page",
              "chain",
              "course",
              "optimizer",
              "record",
              "archive",
              "setting",
              "discovery",
              "config",
              "schedule"),
          layer(
              "compare",
              "file",
              "page",
              "record",
              "seeds",
              "chart",
              "archive",
              "discovery",
              "config",
              "plan"),
          layer(
              "checkpoint",
              "file",
              "safetensors",
              "chain",
              "course",
              "parameter",
              "model",
              "optimizer",
              "train",
              "record"),
          layer("workplace"),
          layer(
              "stage",
              "workplace",
              "file",
              "directory",
              "content",
              "tensor",
              "source",
              "text",
              "corpus",
              "prepare",
              "modelfile",
              "record",
              "config"),
          layer(
              "run",
              "workplace",
              "file",
              "random",
              "tensor",
              "token",
              "corpus",
              "chain",
              "course",
              "safetensors",
              "parameter",
              "model",
              "modelfile",
              "optimizer",
              "train",
              "record",
              "config",
              "schedule",
              "checkpoint",
              "stage"),
          layer(
              "heap", "tensor", "token", "parameter", "model", "corpus", "train", "config", "run"),
          layer(
              "trained",
              "file",
              "tensor",
              "safetensors",
              "parameter",
              "model",
              "modelfile",
              "train",
              "record",
              "config",
              "plan",
              "checkpoint",
              "stage",
              "run"),
          layer(
              "experiment",
              "file",
              "directory",
              "prepare",
              "workplace",
              "random",
              "tensor",
              "token",
              "corpus",
              "chain",
              "course",
              "safetensors",
              "parameter",
              "model",
              "modelfile",
              "onnx",
              "train",
              "sample",
              "evaluate",
              "inspect",
              "record",
              "seeds",
              "chart",
              "live",
              "archive",
              "setting",
              "config",
              "plan",
              "report",
              "checkpoint",
              "stage",
              "run",
              "heap",
              "trained"),
          layer(
              "launch",
              "file",
              "tensor",
              "record",
              "config",
              "workplace",
              "stage",
              "run",
              "experiment"),
          layer(
              "verify",
              "workplace",
              "file",
              "directory",
              "content",
              "random",
              "tensor",
              "corpus",
              "chain",
              "parameter",
              "model",
              "train",
              "record",
              "archive",
              "setting",
              "config",
              "plan",
              "checkpoint",
              "stage",
              "run",
              "experiment"),
          layer(
              "sweep",
              "workplace",
              "file",
              "directory",
              "page",
              "record",
              "seeds",
              "chart",
              "config",
              "plan",
              "stage",
              "run",
              "launch"),
          layer(
              "worker",
              "file",
              "evaluate",
              "record",
              "config",
              "stage",
              "run",
              "trained",
              "experiment",
              "launch",
              "verify"));

  /** Where a package may use only one class of another: user, package, simple name. */
  private static final List<List<String>> ONLY =
      List.of(
          List.of("gpu", "tensor", "BackendProvider"),
          List.of("record", "tensor", "NumericClass"),
          List.of("evaluate", "record", "EpochRecord"),
          List.of("config", "source", "PublicAddress"),
          List.of("config", "content", "TextEncoding"),
          List.of("source", "content", "LineEnds"),
          List.of("verify", "content", "LineEnds"),
          List.of("report", "archive", "Archive"),
          List.of("compare", "archive", "Archive"));

  /**
   * A package.
   *
   * @param name below the root
   * @param uses the packages that it may use besides itself and the root's
   */
  record Layer(String name, Set<String> uses) {}

  private static Layer layer(String name, String... uses) {
    return new Layer(name, new LinkedHashSet<>(List.of(uses)));
  }

  List<ArchRule> layers() {
    return Stream.concat(
            Stream.of(
                classes()
                    .should()
                    .resideInAnyPackage(
                        Stream.concat(
                                Stream.of(root), LAYERS.stream().map(layer -> within(layer.name())))
                            .toArray(String[]::new))
                    .because("each package has a place among the layers"),
                classes()
                    .that()
                    .resideInAPackage(root)
                    .should()
                    .onlyDependOnClassesThat(outside().or(inRoot()))),
            LAYERS.stream().map(this::rule))
        .map(rule -> rule.allowEmptyShould(true))
        .toList();
  }

  private ArchRule rule(Layer layer) {
    String user = layer.name();
    return classes()
        .that()
        .resideInAPackage(within(user))
        .should()
        .onlyDependOnClassesThat(
            describe(
                "reside outside of " + root + ", in " + user + " or in " + layer.uses(),
                used ->
                    outside().or(inRoot()).test(used)
                        || in(user, used)
                        || layer.uses().stream()
                            .anyMatch(
                                name -> in(name, used) && mayUse(user, name, outermost(used)))));
  }

  private static boolean mayUse(String user, String layer, String simpleName) {
    return ONLY.stream()
        .filter(only -> only.get(0).equals(user) && only.get(1).equals(layer))
        .allMatch(only -> only.get(2).equals(simpleName));
  }

  /** Returns the packages that a layer may use although they come after it. */
  static List<String> upwardArrows() {
    List<String> arrows = new ArrayList<>();
    Set<String> below = new LinkedHashSet<>();
    for (Layer layer : LAYERS) {
      layer.uses().stream()
          .filter(used -> !below.contains(used))
          .forEach(used -> arrows.add(layer.name() + " -> " + used));
      below.add(layer.name());
    }
    return arrows;
  }

  /**
   * Counts the lines of every package.
   *
   * @param sources the directory of the root's own sources
   */
  static Map<String, Long> lines(Path sources) {
    Map<String, Long> lines = new TreeMap<>();
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String name = sources.relativize(file.getParent()).toString().replace(File.separator, ".");
        try (Stream<String> text = Files.lines(file)) {
          lines.merge(name, text.count(), Long::sum);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  /** Returns a line for each layer, the highest first: its lines of code and what it may use. */
  static String printed(Map<String, Long> lines) {
    StringBuilder text = new StringBuilder();
    for (int i = LAYERS.size() - 1; i >= 0; i--) {
      Layer layer = LAYERS.get(i);
      text.append(
          String.format(
              Locale.ROOT,
              "%6d  %-10s  %s%n",
              lines.getOrDefault(layer.name(), 0L),
              layer.name(),
              String.join(" ", layer.uses())));
    }
    return text.toString();
  }

  ArchRule noCycles() {
    return slices().matching(root + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);
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
    return root + "." + layer;
  }
}
