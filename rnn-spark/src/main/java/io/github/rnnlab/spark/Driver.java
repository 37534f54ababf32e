package io.github.rnnlab.spark;

import io.github.rnnlab.worker.Worker;
import java.io.IOException;
import org.apache.spark.SparkConf;

/**
 * The main class of the JVM that Maven forks to carry out runs on Spark. It takes orders and tells
 * events as {@link Worker#serve} does; the system properties that begin with {@code spark.} are
 * Spark's settings.
 */
public final class Driver {
  private Driver() {}

  /**
   * Serves until Maven ends. The argument is Maven's process id.
   *
   * @throws IOException if Maven's properties cannot be read
   */
  public static void main(String[] arguments) throws IOException {
    Worker.serve(arguments, () -> SparkLauncher.connect(new SparkConf()));
  }
}
