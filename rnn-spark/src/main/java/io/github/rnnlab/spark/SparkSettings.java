package io.github.rnnlab.spark;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.tensor.Backends;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a cluster with the settings that runs need. Whatever the user sets takes precedence.
 */
final class SparkSettings {
  private static final String MASTER = "spark.master";

  /** What Spark knows; for anything else it throws halfway through its start. */
  private static final Pattern FORM =
      Pattern.compile("spark://.+:\\d+|local(\\[.+])?|yarn|k8s://.+");

  private static final String EXECUTOR_FLAGS = "spark.executor.extraJavaOptions";

  /** Ours: the time until the first executor. */
  static final String WAIT = "spark.rnn.executorWait";

  private static final String JARS = "spark.jars";
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

  private SparkSettings() {}

  /**
   * Connects.
   *
   * @param user the settings of the user, with a master
   * @throws InvalidInputException if there is no such master; that takes at most a minute
   */
  static JavaSparkContext connect(SparkConf user) {
    String address = user.get(MASTER, "");
    if (!FORM.matcher(address).matches()) {
      throw refusal(address.isEmpty() ? "no address" : address, null);
    }
    requireReachable(address);
    try {
      return new JavaSparkContext(complete(user.clone()));
    } catch (Exception e) { // Scala declares no checked exception, and throws some.
      throw refusal(address + ", which Spark refuses (" + firstLine(e) + ")", e);
    }
  }

  private static SparkConf complete(SparkConf conf) {
    conf.setIfMissing("spark.app.name", "rnn");
    // Progress comes back with the heartbeats.
    conf.setIfMissing("spark.executor.heartbeatInterval", "2s");
    // Executors come one by one, and a barrier stage needs all of its own at once.
    conf.setIfMissing("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s");
    conf.setIfMissing(
        "spark.scheduler.barrier.maxConcurrentTasksCheck.maxFailures",
        Long.toString(TimeUnit.NANOSECONDS.toSeconds(longestWait(conf))));
    List<String> flags = new ArrayList<>(List.of("--add-modules=jdk.incubator.vector"));
    flags.addAll(Backends.jvmFlags());
    // A run takes the cores that Spark gives to its task, not those of the machine.
    flags.add("-XX:ActiveProcessorCount=" + conf.get("spark.task.cpus", "1"));
    flags.add(conf.get(EXECUTOR_FLAGS, ""));
    conf.set(EXECUTOR_FLAGS, String.join(" ", flags).strip());
    Path ours = ourJar();
    if (ours != null) {
      String jars = conf.get(JARS, "");
      if (!List.of(jars.split(",")).contains(ours.toString())) {
        conf.set(JARS, jars.isEmpty() ? ours.toString() : ours + "," + jars);
      }
    }
    return conf;
  }

  /** Returns the jar that this class is in; null for a directory of classes. */
  private static @Nullable Path ourJar() {
    CodeSource source = SparkSettings.class.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    try {
      Path path = location == null ? null : Path.of(location.toURI());
      return path != null && Files.isRegularFile(path) ? path : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /** Spark itself would ask a host that is not there three times, for a minute in all. */
  private static void requireReachable(String address) {
    if (!address.startsWith("spark://")) {
      return;
    }
    Exception reason = null;
    for (String master : address.substring("spark://".length()).split(",")) {
      try (Socket socket = new Socket()) {
        URI uri = new URI("spark://" + master);
        socket.connect(
            new InetSocketAddress(String.valueOf(uri.getHost()), uri.getPort()),
            (int) LONGEST_CONNECT.toMillis());
        return;
      } catch (IOException | URISyntaxException | IllegalArgumentException e) {
        reason = e;
      }
    }
    throw refusal(address + ", where nobody answers (" + reason + ")", reason);
  }

  private static InvalidInputException refusal(String found, @Nullable Exception cause) {
    String expected = "spark://HOST:PORT of a running Master, local[*], yarn or k8s://HOST:PORT";
    String fix =
        "Correct the address: a Master writes its own into its log and shows it on its page. The"
            + " cluster must run Spark "
            + org.apache.spark.package$.MODULE$.SPARK_VERSION()
            + ", too.";
    return cause == null
        ? new InvalidInputException("rnn.master", found, expected, fix)
        : new InvalidInputException("rnn.master", found, expected, fix, cause);
  }

  /**
   * Returns how long a run waits for the first executor of the cluster, in nanoseconds. A Master
   * starts an executor that ends at once again and again, and tells nobody.
   */
  static long longestWait(SparkConf conf) {
    return TimeUnit.SECONDS.toNanos(conf.getTimeAsSeconds(WAIT, "120s"));
  }

  /** Returns the first line of what an exception says. */
  static String firstLine(Throwable failure) {
    String text = String.valueOf(failure.getMessage());
    return text.lines().findFirst().orElse(failure.toString());
  }
}
