package io.github.rnnlab;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What no bytecode below a root package may call, because results would differ between machines,
 * JDKs or runs.
 */
record BannedCalls(String root) {
  /** May differ between JDKs and CPUs, unlike the methods of StrictMath. */
  private static final Set<String> INEXACT =
      Set.of(
          "exp", "expm1", "log", "log10", "log1p", "pow", "sin", "cos", "tan", "asin", "acos",
          "atan", "atan2", "sinh", "cosh", "tanh", "cbrt", "hypot");

  private static final Set<String> RANDOM =
      Set.of(
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.concurrent.ThreadLocalRandom",
          "java.security.SecureRandom");

  private static final Set<String> DEFAULT_LOCALE_OR_CHARSET =
      Set.of(
          "java.io.ByteArrayOutputStream.toString()",
          "java.io.FileReader.<init>(java.io.File)",
          "java.io.FileReader.<init>(java.lang.String)",
          "java.io.FileWriter.<init>(java.io.File)",
          "java.io.FileWriter.<init>(java.io.File, boolean)",
          "java.io.FileWriter.<init>(java.lang.String)",
          "java.io.FileWriter.<init>(java.lang.String, boolean)",
          "java.io.InputStreamReader.<init>(java.io.InputStream)",
          "java.io.OutputStreamWriter.<init>(java.io.OutputStream)",
          "java.io.PrintStream.<init>(java.io.File)",
          "java.io.PrintStream.<init>(java.io.OutputStream)",
          "java.io.PrintStream.<init>(java.io.OutputStream, boolean)",
          "java.io.PrintStream.<init>(java.lang.String)",
          "java.io.PrintStream.format(java.lang.String, [Ljava.lang.Object;)",
          "java.io.PrintStream.printf(java.lang.String, [Ljava.lang.Object;)",
          "java.io.PrintWriter.<init>(java.io.File)",
          "java.io.PrintWriter.<init>(java.io.OutputStream)",
          "java.io.PrintWriter.<init>(java.io.OutputStream, boolean)",
          "java.io.PrintWriter.<init>(java.lang.String)",
          "java.io.PrintWriter.format(java.lang.String, [Ljava.lang.Object;)",
          "java.io.PrintWriter.printf(java.lang.String, [Ljava.lang.Object;)",
          "java.lang.String.<init>([B)",
          "java.lang.String.<init>([B, int, int)",
          "java.lang.String.format(java.lang.String, [Ljava.lang.Object;)",
          "java.lang.String.formatted([Ljava.lang.Object;)",
          "java.lang.String.getBytes()",
          "java.lang.String.toLowerCase()",
          "java.lang.String.toUpperCase()",
          "java.nio.charset.Charset.defaultCharset()",
          "java.text.DecimalFormat.<init>()",
          "java.text.DecimalFormat.<init>(java.lang.String)",
          "java.text.NumberFormat.getInstance()",
          "java.text.NumberFormat.getIntegerInstance()",
          "java.text.NumberFormat.getNumberInstance()",
          "java.text.NumberFormat.getPercentInstance()",
          "java.text.SimpleDateFormat.<init>(java.lang.String)",
          "java.time.ZoneId.systemDefault()",
          "java.time.format.DateTimeFormatter.ofPattern(java.lang.String)",
          "java.util.Formatter.<init>()",
          "java.util.Formatter.<init>(java.lang.Appendable)",
          "java.util.Locale.getDefault()",
          "java.util.Scanner.<init>(java.io.File)",
          "java.util.Scanner.<init>(java.io.InputStream)",
          "java.util.Scanner.<init>(java.nio.file.Path)",
          "java.util.TimeZone.getDefault()");

  private static final Set<String> HASH_COLLECTIONS =
      Set.of(
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.Hashtable",
          "java.util.IdentityHashMap",
          "java.util.WeakHashMap",
          "java.util.concurrent.ConcurrentHashMap");

  /** Collectors that make a hash map or set, unless a factory is given too. */
  private static final Set<String> HASH_COLLECTORS =
      Set.of(
          "toSet()",
          "toUnmodifiableSet()",
          "toMap(java.util.function.Function, java.util.function.Function)",
          "toMap(java.util.function.Function, java.util.function.Function,"
              + " java.util.function.BinaryOperator)",
          "toUnmodifiableMap(java.util.function.Function, java.util.function.Function)",
          "groupingBy(java.util.function.Function)",
          "groupingBy(java.util.function.Function, java.util.stream.Collector)");

  private static final Set<String> JDK_DIGITS =
      Set.of(
          "java.lang.Double.toString(double)",
          "java.lang.Float.toString(float)",
          "java.lang.String.valueOf(double)",
          "java.lang.String.valueOf(float)",
          "java.lang.StringBuilder.append(double)",
          "java.lang.StringBuilder.append(float)");

  ArchRule exactMathsOnly() {
    return rule(
        "Math's functions that differ between machines, or a sum in no stated order",
        access ->
            (isOwner(access, "java.lang.Math") && INEXACT.contains(access.getName()))
                || (isOwner(access, "jdk.incubator.vector.VectorOperators")
                    && INEXACT.contains(access.getName().toLowerCase(Locale.ROOT)))
                || isCall(access, "jdk.incubator.vector.FloatVector", "pow")
                || access.getName().startsWith("reduceLanes")
                || isCall(access, "java.util.stream.DoubleStream", "sum")
                || isCall(access, "java.util.stream.DoubleStream", "average")
                || access.getName().equals("parallel")
                || access.getName().equals("parallelStream"));
  }

  ArchRule ownRandomnessOnly() {
    return rule(
        "randomness that is not seeded, or not specified for ever",
        access ->
            access.getTargetOwner().getFullName().startsWith("java.util.random.")
                || RANDOM.contains(access.getTargetOwner().getFullName())
                || isCall(access, "java.lang.Math", "random")
                || isCall(access, "java.lang.StrictMath", "random")
                || isCall(access, "java.lang.System", "identityHashCode")
                || isCall(access, "java.util.Collections", "shuffle")
                || isCall(access, "java.util.UUID", "randomUUID"));
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
            describe(
                "the clock",
                access ->
                    isCall(access, "java.lang.System", "currentTimeMillis")
                        || isCall(access, "java.lang.System", "nanoTime")
                        || isCall(access, "java.time.Instant", "now")))
        .allowEmptyShould(true);
  }

  ArchRule sameLocaleAndCharsetEverywhere() {
    return rule(
        "the machine's default locale, charset or time zone",
        access -> DEFAULT_LOCALE_OR_CHARSET.contains(signature(access)));
  }

  /**
   * Bytecode does not show which kind of map is gone through, so none is made whose order is that
   * of hashes. A lookup needs no order, but a LinkedHashMap looks up as well.
   */
  ArchRule noOrderOfHashes() {
    return rule(
        "a collection in the order of hashes; take LinkedHashMap, TreeMap or a list",
        access ->
            isCall(access, HASH_COLLECTIONS, "<init>")
                || isCall(access, Set.of("java.util.Map", "java.util.Set"), "copyOf")
                || isCall(access, "java.util.Map", "ofEntries")
                || (isCall(access, Set.of("java.util.Map"), "of") && parameters(access) > 2)
                || (isCall(access, Set.of("java.util.Set"), "of") && parameters(access) > 1)
                || (isOwner(access, "java.util.stream.Collectors")
                    && HASH_COLLECTORS.contains(
                        signature(access).replace("java.util.stream.Collectors.", ""))));
  }

  /** Of messages made with +, bytecode shows nothing here; reports are written without. */
  ArchRule ownDigitsInReports() {
    return noClasses()
        .that()
        .resideInAnyPackage(
            within(
                "tensor", "model", "train", "sample", "random", "chain", "course", "record",
                "chart", "archive", "compare", "verify", "page", "report", "inspect"))
        .or()
        .resideInAPackage(root)
        .should()
        .accessTargetWhere(
            describe(
                "the JDK's digits of fractions", access -> JDK_DIGITS.contains(signature(access))))
        .allowEmptyShould(true);
  }

  private static ArchRule rule(String what, Predicate<JavaAccess<?>> predicate) {
    return noClasses().should().accessTargetWhere(describe(what, predicate));
  }

  private static String signature(JavaAccess<?> access) {
    return access.getTarget().getFullName();
  }

  private static long parameters(JavaAccess<?> access) {
    String list = signature(access).replaceFirst(".*\\((.*)\\)", "$1");
    // An array takes any number.
    return list.isEmpty() ? 0 : list.startsWith("[") ? Long.MAX_VALUE : list.split(",").length;
  }

  private static boolean isOwner(JavaAccess<?> access, String owner) {
    return access.getTargetOwner().getFullName().equals(owner);
  }

  private static boolean isCall(JavaAccess<?> access, String owner, String method) {
    return isCall(access, Set.of(owner), method);
  }

  private static boolean isCall(JavaAccess<?> access, Set<String> owners, String method) {
    return owners.contains(access.getTargetOwner().getFullName())
        && access.getName().equals(method);
  }

  private String[] within(String... layers) {
    return Stream.of(layers).map(layer -> root + "." + layer + "..").toArray(String[]::new);
  }
}
