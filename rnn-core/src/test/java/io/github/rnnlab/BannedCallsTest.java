package io.github.rnnlab;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No class calls what is banned; and whatever is banned is found where fixtures call it. */
class BannedCallsTest {
  private static final String ROOT = "io.github.rnnlab";
  private static final BannedCalls MISPLACED = new BannedCalls(ROOT + ".misplaced");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);
  private static final JavaClasses FIXTURES =
      new ClassFileImporter().importPackages(MISPLACED.root());

  @ParameterizedTest
  @MethodSource("rules")
  void noClassCallsWhatIsBanned(Function<BannedCalls, ArchRule> rule) {
    assertThat(CLASSES.size()).isGreaterThan(30);
    rule.apply(new BannedCalls(ROOT)).check(CLASSES);
  }

  @Test
  void inexactMathsIsFound() {
    assertFinds(
        MISPLACED.exactMathsOnly(),
        "InexactCalls",
        List.of(
            "java.lang.Math.exp(double)",
            "java.lang.Math.log(double)",
            "java.lang.Math.pow(double, double)",
            "java.lang.Math.sin(double)",
            "java.lang.Math.cos(double)",
            "java.lang.Math.tanh(double)",
            "FloatVector.reduceLanes(",
            "VectorOperators.EXP",
            "FloatVector.pow(float)",
            "DoubleStream.sum()",
            "DoubleStream.parallel()"));
  }

  @Test
  void unseededRandomnessIsFound() {
    assertFinds(
        MISPLACED.ownRandomnessOnly(),
        "UnseededCalls",
        List.of(
            "java.util.Random.<init>()",
            "java.util.Random.nextDouble()",
            "java.util.Random.<init>(long)",
            "java.util.Random.nextGaussian()",
            "java.util.SplittableRandom.<init>(long)",
            "java.util.SplittableRandom.nextDouble()",
            "ThreadLocalRandom.current()",
            "ThreadLocalRandom.nextDouble()",
            "RandomGenerator.getDefault()",
            "RandomGenerator.nextDouble()",
            "java.security.SecureRandom.<init>()",
            "java.security.SecureRandom.nextDouble()",
            "java.lang.Math.random()",
            "java.lang.StrictMath.random()",
            "Collections.shuffle(java.util.List)",
            "Collections.shuffle(java.util.List, java.util.Random)",
            "UUID.randomUUID()",
            "System.identityHashCode("));
  }

  @Test
  void clocksAreFound() {
    assertFinds(
        MISPLACED.noClockInNumbers(),
        "UnseededCalls",
        List.of("System.nanoTime()", "System.currentTimeMillis()"));
  }

  @Test
  void defaultLocalesAndCharsetsAreFound() {
    assertFinds(
        MISPLACED.sameLocaleAndCharsetEverywhere(),
        "MachineDefaults",
        List.of(
            "String.format(java.lang.String, [Ljava.lang.Object;)",
            "String.formatted(",
            "String.toLowerCase()",
            "String.toUpperCase()",
            "String.<init>([B)",
            "String.<init>([B, int, int)",
            "String.getBytes()",
            "FileReader.<init>(java.io.File)",
            "FileReader.<init>(java.lang.String)",
            "FileWriter.<init>(java.io.File)",
            "FileWriter.<init>(java.lang.String)",
            "FileWriter.<init>(java.io.File, boolean)",
            "PrintWriter.<init>(java.io.File)",
            "PrintWriter.<init>(java.lang.String)",
            "PrintStream.<init>(java.io.File)",
            "PrintStream.<init>(java.lang.String)",
            "Scanner.<init>(java.io.File)",
            "Scanner.<init>(java.io.InputStream)",
            "InputStreamReader.<init>(java.io.InputStream)",
            "OutputStreamWriter.<init>(java.io.OutputStream)",
            "PrintWriter.<init>(java.io.OutputStream)",
            "PrintStream.<init>(java.io.OutputStream)",
            "PrintStream.printf(",
            "PrintStream.format(",
            "Charset.defaultCharset()",
            "Locale.getDefault()",
            "ZoneId.systemDefault()",
            "NumberFormat.getInstance()",
            "DecimalFormat.<init>(java.lang.String)",
            "Formatter.<init>()",
            "DateTimeFormatter.ofPattern(java.lang.String)"));
  }

  @Test
  void ordersOfHashesAreFound() {
    assertFinds(
        MISPLACED.noOrderOfHashes(),
        "HashOrder",
        List.of(
            "java.util.HashSet.<init>(java.util.Collection)",
            "java.util.HashMap.<init>()",
            "ConcurrentHashMap.<init>()",
            "IdentityHashMap.<init>()",
            "Set.of(java.lang.Object, java.lang.Object)",
            "Map.of(java.lang.Object, java.lang.Object, java.lang.Object, java.lang.Object)",
            "Map.ofEntries(",
            "Set.copyOf(",
            "Map.copyOf(",
            "Collectors.toSet()",
            "Collectors.toUnmodifiableSet()",
            "Collectors.toMap(",
            "Collectors.toUnmodifiableMap(",
            "Collectors.groupingBy(java.util.function.Function)"));
  }

  @Test
  void digitsOfTheJdkAreFound() {
    assertFinds(
        MISPLACED.ownDigitsInReports(),
        "PrintedDigits",
        List.of(
            "Double.toString(double)",
            "Float.toString(float)",
            "String.valueOf(double)",
            "String.valueOf(float)",
            "StringBuilder.append(double)",
            "StringBuilder.append(float)"));
  }

  static List<Named<Function<BannedCalls, ArchRule>>> rules() {
    return List.of(
        Named.of("exact maths only", BannedCalls::exactMathsOnly),
        Named.of("own randomness only", BannedCalls::ownRandomnessOnly),
        Named.of("no clock in numbers", BannedCalls::noClockInNumbers),
        Named.of("one locale and charset", BannedCalls::sameLocaleAndCharsetEverywhere),
        Named.of("no order of hashes", BannedCalls::noOrderOfHashes),
        Named.of("own digits in reports", BannedCalls::ownDigitsInReports));
  }

  /** Every banned call of a fixture is found, and nothing that is allowed. */
  private static void assertFinds(ArchRule rule, String fixture, List<String> calls) {
    List<String> found = new ArrayList<>(rule.evaluate(FIXTURES).getFailureReport().getDetails());
    assertThat(found).allMatch(violation -> violation.contains("." + fixture + "."));
    for (String call : calls) {
      assertThat(found).as(call).filteredOn(violation -> violation.contains(call)).hasSize(1);
      found.removeIf(violation -> violation.contains(call));
    }
    assertThat(found).isEmpty();
  }
}
