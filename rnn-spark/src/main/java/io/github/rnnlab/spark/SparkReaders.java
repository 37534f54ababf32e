package io.github.rnnlab.spark;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.prepare.PartEncoder;
import io.github.rnnlab.prepare.PartedPreparation;
import io.github.rnnlab.prepare.PartedText.Part;
import io.github.rnnlab.prepare.SymbolCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;

/** Reads the parts of a text as tasks, from a disk that all machines share. */
record SparkReaders(JavaSparkContext spark) implements PartedPreparation.Readers {
  /** Parts of 4 MiB: their ids fit many times into the driver's heap. */
  static final int PART_BYTES = 1 << 22;

  /** A core encodes some parts while the driver writes those before. */
  private static final int PARTS_PER_CORE = 4;

  @Override
  public SymbolCounts count(Path text, List<Part> parts, TokenUnit unit) {
    return attempt(text, () -> parallel(parts).map(new Count(text, unit)).treeReduce(new Sum()));
  }

  @Override
  public void encode(Path text, List<Part> parts, PartEncoder encoder, Consumer<int[]> ids) {
    Broadcast<PartEncoder> sent = spark.broadcast(encoder);
    int most = PARTS_PER_CORE * Math.max(1, spark.defaultParallelism());
    for (int from = 0; from < parts.size(); from += most) {
      List<Part> some = List.copyOf(parts.subList(from, Math.min(parts.size(), from + most)));
      attempt(text, () -> parallel(some).map(new Encode(text, sent)).collect()).forEach(ids);
    }
    sent.destroy();
  }

  private JavaRDD<Part> parallel(List<Part> parts) {
    return spark.parallelize(parts, parts.size());
  }

  /** A job of Spark. */
  private interface Job<T> {
    T run() throws Exception;
  }

  /** Scala declares no checked exception, and throws some. */
  private static <T> T attempt(Path text, Job<T> job) {
    try {
      return job.run();
    } catch (Exception e) {
      throw new BrokenRunException(
          "Spark cannot read "
              + text
              + " in parts ("
              + SparkSettings.firstLine(e)
              + "). Put it on a disk that all machines share, under the same path, or prepare it"
              + " without Spark.",
          e);
    }
  }

  /** Counts the symbols of a part. */
  private static final class Count implements Function<Part, SymbolCounts> {
    private static final long serialVersionUID = 1;
    private final String text;
    private final TokenUnit unit;

    Count(Path text, TokenUnit unit) {
      this.text = text.toAbsolutePath().toString();
      this.unit = unit;
    }

    @Override
    public SymbolCounts call(Part part) throws IOException {
      return SymbolCounts.of(Path.of(text), part, unit);
    }
  }

  /** Adds counts. */
  private static final class Sum implements Function2<SymbolCounts, SymbolCounts, SymbolCounts> {
    private static final long serialVersionUID = 1;

    @Override
    public SymbolCounts call(SymbolCounts one, SymbolCounts other) {
      return one.plus(other);
    }
  }

  /** Encodes a part. */
  private static final class Encode implements Function<Part, int[]> {
    private static final long serialVersionUID = 1;
    private final String text;
    private final Broadcast<PartEncoder> encoder;

    Encode(Path text, Broadcast<PartEncoder> encoder) {
      this.text = text.toAbsolutePath().toString();
      this.encoder = encoder;
    }

    @Override
    public int[] call(Part part) throws IOException {
      return encoder.value().encode(Path.of(text), List.of(part)).get(0);
    }
  }
}
