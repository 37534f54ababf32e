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
      "dccb982c22d5fbe6a0f8c200cdeab7e0128c017e313cf2b34cb09c6aa04ad3fa";

  /** Methods of the seam that compute no numbers of a model. */
  private static final Set<String> WITHOUT_NUMBERS =
      Set.of("name", "numericClass", "threads", "alone", "bytes", "bufferBytes", "close");

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
      Matrix weights = team.allocate(192, 192);
      Matrix states = team.allocate(1001, 192);
      Thread caller = Thread.currentThread();
      List<Integer> others = new ArrayList<>();
      for (int attempt = 0; attempt < 1000 && others.isEmpty(); attempt++) {
        Follower follower =
            (on, first, last) -> {
              if (Thread.currentThread() != caller) {
                others.add(last - first);
              }
            };
        team.tanhRecurrence(weights, states, 1, follower);
      }
      assertThat(others).isNotEmpty();
      assertThat(others.get(0)).isGreaterThanOrEqualTo(12);
    }
  }

  /** One that works longer than the recurrence before its first row leaves the rows for all. */
  @Test
  void sharesWhatASlowThreadHasNotFollowed() {
    try (Backend team = new VectorBackend(new ThreadTeam(2), true)) {
      Matrix weights = team.allocate(192, 192);
      Matrix states = team.allocate(101, 192);
      Thread caller = Thread.currentThread();
      AtomicInteger rowsOfAll = new AtomicInteger();
      Follower follower =
          Follower.of(
              on -> LockSupport.parkNanos(20_000_000),
              (on, first, last) -> {
                assertThat(Thread.currentThread()).isSameAs(caller);
                assertThat(on).isSameAs(team);
                rowsOfAll.addAndGet(last - first);
              });
      team.tanhRecurrence(weights, states, 1, follower);
      assertThat(rowsOfAll).hasValue(100);
    }
  }

  @Test
  void reportsAFailureOfTheThreadThatFollows() {
    IllegalArgumentException failure = new IllegalArgumentException("a follower's");
    try (Backend team = new VectorBackend(new ThreadTeam(2), true)) {
      Matrix weights = team.allocate(192, 192);
      Matrix states = team.allocate(1001, 192);
      Follower follower =
          (on, first, last) -> {
            throw failure;
          };
      assertThatThrownBy(() -> team.tanhRecurrence(weights, states, 1, follower))
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
      Matrix weights = backend.allocate(3, 3);
      List<Throwable> refusals = new ArrayList<>();
      Follower meanwhile =
          (on, first, last) -> {
            for (Consumer<Backend> operation : operations()) {
              refusals.add(failure(() -> operation.accept(backend)));
            }
            operations().forEach(operation -> operation.accept(backend.alone()));
          };
      backend.tanhRecurrence(weights, backend.allocate(3, 3), 1, meanwhile);
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

  private List<Consumer<Backend>> operations() {
    Matrix square = scalar.allocate(3, 3);
    Block block = scalar.allocate(new Shape(3, 3));
    return List.of(
        on -> on.gemm(square, false, square, false, scalar.allocate(3, 3), false),
        on -> on.transpose(square, scalar.allocate(3, 3)),
        on -> on.gatherRows(square, scalar.allocate(1, 3), new int[3], scalar.allocate(3, 3)),
        on -> on.outerProducts(square, square, scalar.allocate(3, 3), false),
        on -> on.scatterAddRows(square, new int[3], 0, 3, scalar.allocate(3, 3)),
        on -> on.columnSums(square, scalar.allocate(1, 3), false),
        on -> on.tanhRecurrence(square, scalar.allocate(4, 3), 1, Follower.NONE),
        on ->
            on.tanhRecurrenceGradient(
                square, scalar.allocate(4, 3), scalar.allocate(3, 3), 1, Follower.NONE),
        on -> on.softmaxCrossEntropy(scalar.allocate(3, 3), new int[3], 0, 3, new double[3]),
        on -> on.adam(AdamStep.of(1, 0.1, 0.9, 0.99, 1e-8), block, block, block, block));
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

  private static void multiplyDescending(Object[] arguments) {
    HostMatrix a = (HostMatrix) arguments[0];
    HostMatrix b = (HostMatrix) arguments[2];
    HostMatrix c = (HostMatrix) arguments[4];
    boolean transposeA = (boolean) arguments[1];
    boolean transposeB = (boolean) arguments[3];
    boolean accumulate = (boolean) arguments[5];
    for (int i = 0; i < c.rows; i++) {
      for (int j = 0; j < c.columns; j++) {
        float sum = accumulate ? c.data[c.row(i) + j] : 0;
        for (int k = (transposeA ? a.rows : a.columns) - 1; k >= 0; k--) {
          sum =
              Math.fma(
                  a.data[transposeA ? a.row(k) + i : a.row(i) + k],
                  b.data[transposeB ? b.row(j) + k : b.row(k) + j],
                  sum);
        }
        c.data[c.row(i) + j] = sum;
      }
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
