package io.github.rnnlab.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vector backend against the scalar one, bit by bit. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VectorBackendTest {
  /**
   * The bits of all operations. Whoever changes an operation's result must raise the numerics
   * version; whoever only adds a case here writes the new digest down.
   */
  private static final String DIGEST =
      "306b70d44d154186cdfbcfde2f4f9f2276a3483136b3c5a0344ac56f00c81384";

  /** Methods of the seam that compute no numbers of a model. */
  private static final Set<String> WITHOUT_NUMBERS =
      Set.of(
          "name",
          "numericClass",
          "threads",
          "alone",
          "bytes",
          "packedBytes",
          "bufferBytes",
          "allocateIds",
          "read",
          "close");

  private final Backend scalar = new ScalarBackend();
  private final Backend vector = new VectorBackend(1);

  @Test
  void givesTheBitsOfTheScalarBackendForEveryOperationAndSize() {
    assertThat(Operation.all()).allSatisfy(operation -> assertSameBits(operation, scalar, vector));
  }

  /** Left to itself, a backend shares short work or not, as it finds it faster. */
  @ParameterizedTest
  @CsvSource({"2, true", "3, true", "7, true", "3, false"})
  void givesTheSameBitsForEveryNumberOfThreads(int threads, boolean always) {
    try (Backend team = new VectorBackend(new ThreadTeam(threads), always)) {
      assertThat(Operation.all()).allSatisfy(operation -> assertSameBits(operation, scalar, team));
    }
  }

  /** A second thread takes rows while the first goes on, unless this one is kept from working. */
  @Test
  void hasASecondThreadFollowARecurrence() {
    try (Backend team = new VectorBackend(new ThreadTeam(2), true)) {
      Recurrence recurrence = recurrence(team, 192, 1000);
      Thread caller = Thread.currentThread();
      List<Integer> others = new ArrayList<>();
      for (int attempt = 0; attempt < 1000 && others.isEmpty(); attempt++) {
        Downstream downstream =
            (on, first, last) -> {
              if (Thread.currentThread() != caller) {
                others.add(last - first);
              }
            };
        team.recurrence(recurrence, downstream);
      }
      assertThat(others).isNotEmpty();
      assertThat(others.get(0)).isGreaterThanOrEqualTo(12);
    }
  }

  /** One that works longer than the recurrence before its first row leaves the rows for all. */
  @Test
  void sharesWhatASlowThreadHasNotFollowed() {
    try (Backend team = new VectorBackend(new ThreadTeam(2), true)) {
      Recurrence recurrence = recurrence(team, 192, 100);
      Thread caller = Thread.currentThread();
      AtomicInteger rowsOfAll = new AtomicInteger();
      Downstream downstream =
          Downstream.of(
              on -> LockSupport.parkNanos(20_000_000),
              (on, first, last) -> {
                assertThat(Thread.currentThread()).isSameAs(caller);
                assertThat(on).isSameAs(team);
                rowsOfAll.addAndGet(last - first);
              });
      team.recurrence(recurrence, downstream);
      assertThat(rowsOfAll).hasValue(100);
    }
  }

  @Test
  void reportsAFailureOfTheThreadThatFollows() {
    IllegalArgumentException failure = new IllegalArgumentException("from downstream");
    try (Backend team = new VectorBackend(new ThreadTeam(2), true)) {
      Recurrence recurrence = recurrence(team, 192, 1000);
      Downstream downstream =
          (on, first, last) -> {
            throw failure;
          };
      assertThatThrownBy(() -> team.recurrence(recurrence, downstream))
          .satisfiesAnyOf(
              thrown -> assertThat(thrown).isSameAs(failure),
              thrown -> assertThat(thrown).hasRootCause(failure));
    }
  }

  @Test
  void leavesPaddingZeroAfterEveryOperation() {
    for (Backend backend : List.of(scalar, vector)) {
      assertThat(Operation.all())
          .allSatisfy(operation -> assertThat(operation.run(backend).hasZeroPadding()).isTrue());
    }
  }

  /** Its buffers are for one operation at a time: two would compute on, and give wrong numbers. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void refusesASecondThreadWhileOneIsAtWork(int threads) {
    try (Backend backend = new VectorBackend(threads)) {
      Recurrence recurrence = recurrence(backend, 3, 2);
      List<Throwable> refusals = new ArrayList<>();
      Downstream meanwhile =
          (on, first, last) -> {
            for (Consumer<Backend> operation : operations()) {
              refusals.add(failure(() -> operation.accept(backend)));
            }
            operations().forEach(operation -> operation.accept(backend.alone()));
          };
      backend.recurrence(recurrence, meanwhile);
      assertThat(refusals)
          .hasSize(operations().size())
          .allSatisfy(
              refusal ->
                  assertThat(refusal)
                      .isInstanceOf(IllegalStateException.class)
                      .hasMessageContaining("thread second using a vector backend while thread")
                      .hasMessageEndingWith("Give each thread its own with Backend.alone()."));
      assertThat(failure(() -> operations().forEach(operation -> operation.accept(backend))))
          .isNull();
    }
  }

  private static Recurrence recurrence(Backend backend, int hidden, int time) {
    return new Trial(backend, "recurrence").recurrence(Cell.VANILLA, hidden, 1, time);
  }

  private static List<Consumer<Backend>> operations() {
    return List.of(
        on -> on.gemm(on.allocate(3, 3), on.allocatePacked(3, 3), on.allocate(3, 3)),
        on -> on.transpose(on.allocate(3, 3), on.allocate(3, 3)),
        on ->
            on.gatherRows(
                on.allocate(3, 3), on.allocate(1, 3), on.allocateIds(3), on.allocate(3, 3)),
        on -> on.outerProducts(on.allocate(3, 3), on.allocate(3, 3), on.allocate(3, 3)),
        on -> on.scatterAddRows(on.allocate(3, 3), on.allocateIds(3), 0, 3, on.allocate(3, 3)),
        on -> on.columnSums(on.allocate(3, 3), on.allocate(1, 3)),
        on -> on.recurrence(recurrence(on, 3, 3), Downstream.NONE),
        on -> on.recurrenceGradient(recurrence(on, 3, 3), Downstream.NONE),
        on ->
            on.softmaxCrossEntropy(
                on.allocate(3, 3), on.allocateIds(3), 0, 3, on.allocateLosses(3)),
        on -> {
          Block block = on.allocate(new Shape(3, 3));
          on.adam(AdamStep.of(1, 0.1, 0.9, 0.99, 1e-8), block, block, block, block);
        });
  }

  /** Runs something on another thread; returns how it failed, or null. */
  private static @Nullable Throwable failure(Runnable work) {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread second =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (RuntimeException e) {
                failure.set(e);
              }
            },
            "second");
    second.start();
    try {
      second.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return failure.get();
  }

  /** A second thread has its own buffers on the same matrices, whoever owns these. */
  @Test
  void computesTheSameAlone() {
    try (Backend team = new VectorBackend(new ThreadTeam(2), true)) {
      assertThat(Operation.all())
          .allSatisfy(operation -> assertSameBits(operation, scalar, team.alone()));
    }
  }

  @Test
  void isComparedInEveryOperationThatTheSeamHas() throws ReflectiveOperationException {
    Set<String> called = new TreeSet<>();
    Backend recording =
        backend(
            (proxy, method, arguments) -> {
              called.add(method.getName());
              return invoke(method, scalar, arguments);
            });
    Operation.all().forEach(operation -> operation.run(recording));
    assertThat(called)
        .containsAll(
            Stream.of(Backend.class.getMethods())
                .map(Method::getName)
                .filter(name -> !WITHOUT_NUMBERS.contains(name))
                .toList());
  }

  /** The sums of a product taken from the last k to the first: as right, but with other bits. */
  @Test
  void anotherOrderOfSummationIsSeen() throws ReflectiveOperationException {
    Backend descending =
        backend(
            (proxy, method, arguments) -> {
              if (method.getName().equals("gemm")) {
                multiplyDescending(arguments);
                return null;
              }
              return invoke(method, scalar, arguments);
            });
    Operation large =
        Operation.all().stream()
            .filter(operation -> operation.name().startsWith("gemm (7, 193)"))
            .findFirst()
            .orElseThrow();
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertSameBits(large, scalar, descending));
    assertThat(OperationDigest.of(descending)).isNotEqualTo(DIGEST);
  }

  @Test
  void givesTheBitsOfEveryOtherMachine() {
    assertThat(OperationDigest.of(scalar)).isEqualTo(DIGEST);
    assertThat(OperationDigest.of(vector)).isEqualTo(DIGEST);
  }

  /** A JVM's vectors have one width, so each of the others takes a JVM of its own. */
  @ParameterizedTest
  @CsvSource({"16, 4", "32, 8"})
  @Timeout(120)
  void givesTheSameBitsWithShorterVectors(int bytes, int lanes, @TempDir Path directory)
      throws IOException, InterruptedException, URISyntaxException {
    assumeThat(lanes)
        .as("lanes, fewer than this machine's, which the other tests use")
        .isLessThan(VectorMath.SPECIES.length());
    Path output = directory.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-XX:MaxVectorSize=" + bytes,
                "-cp",
                classes(OperationDigest.class) + File.pathSeparator + classes(Backend.class),
                OperationDigest.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("ends within 90 seconds").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readAllLines(output)).endsWith(lanes + " " + DIGEST + " " + DIGEST);
  }

  private static void assertSameBits(Operation operation, Backend one, Backend other) {
    int[] expected = operation.run(one).bits();
    int[] actual = operation.run(other).bits();
    assertThat(expected).as("results of %s", operation).isNotEmpty();
    int first = Arrays.mismatch(expected, actual);
    assertThat(first).as("first number that differs in %s", operation).isEqualTo(-1);
  }

  private void multiplyDescending(Object[] arguments) {
    HostMatrix a = (HostMatrix) arguments[0];
    PackedMatrix b = (PackedMatrix) arguments[1];
    HostMatrix c = (HostMatrix) arguments[2];
    for (int k = a.columns - 1; k >= 0; k--) {
      HostMatrix column = (HostMatrix) scalar.allocate(a.rows, a.columns);
      for (int i = 0; i < a.rows; i++) {
        column.set(i, k, a.at(i, k));
      }
      scalar.gemm(column, b, c);
    }
  }

  private static Backend backend(InvocationHandler handler) {
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, handler);
  }

  private static Object invoke(Method method, Backend backend, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(backend, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Path classes(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
