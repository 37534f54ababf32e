package io.github.rnnlab.spark;

import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * A file that a run reads, on its way to the executors.
 *
 * @param key the config key that names it
 * @param place which directory its path starts from
 * @param path its path there, as the config names it
 * @param origin where the driver has it; an executor takes the file there if it is the same
 * @param sha256 of its bytes
 * @param content its bytes; null for a file that is too large to send
 */
record SentFile(
    String key,
    Place place,
    String path,
    String origin,
    String sha256,
    @Nullable Broadcast<byte[]> content)
    implements Serializable {
  /** The directories of a workplace. */
  enum Place {
    /** That of the config. */
    CONFIG,
    /** That of downloads. */
    CACHE,
    /** That of the corpus artifact. */
    ARTIFACT
  }
}
