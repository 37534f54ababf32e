package io.github.rnnlab.stage;

import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * {@code fingerprints.json}: what the finished stages of a run were made from, and the hashes of
 * their files. Reports quote it, so a digest seals it.
 *
 * @param schema the version of this format
 * @param prepare preparation; absent until it has finished
 * @param corpus the prepared text
 * @param train training; absent until it has finished
 * @param digest the SHA-256 of the canonical JSON of all other components
 */
public record Fingerprints(
    int schema,
    @Nullable Stage prepare,
    @Nullable Text corpus,
    @Nullable Stage train,
    String digest) {
  private static final int SCHEMA = 2;

  /** The schema of a file that cannot be read. */
  private static final int DAMAGED = 0;

  /** Checks for a null digest. */
  public Fingerprints {
    Objects.requireNonNull(digest, "digest");
  }

  private static Fingerprints sealed(
      int schema, @Nullable Stage prepare, @Nullable Text corpus, @Nullable Stage train) {
    Fingerprints unsealed = new Fingerprints(schema, prepare, corpus, train, "");
    Map<String, Object> content = Json.object(unsealed);
    content.remove("digest");
    return new Fingerprints(schema, prepare, corpus, train, Sha256.of(Json.canonical(content)));
  }

  /**
   * A finished stage.
   *
   * @param fingerprint the SHA-256 of {@code madeFrom}
   * @param madeFrom all that decided its files
   * @param outputs the SHA-256 of each of its files, by name in the run directory
   */
  public record Stage(String fingerprint, Fingerprint madeFrom, Map<String, String> outputs) {
    /** Checks for nulls and copies the outputs. */
    public Stage {
      Objects.requireNonNull(fingerprint, "fingerprint");
      Objects.requireNonNull(madeFrom, "madeFrom");
      outputs = Collections.unmodifiableMap(new TreeMap<>(outputs));
    }

    static Stage of(Fingerprint madeFrom, Map<String, String> outputs) {
      return new Stage(madeFrom.sha256(), madeFrom, outputs);
    }

    /** Returns why the stage has to run again; null if it is up to date. */
    @Nullable String staleness(Fingerprint now, Path directory) {
      if (!fingerprint.equals(madeFrom.sha256())) {
        return "fingerprints.json was edited";
      }
      if (!fingerprint.equals(now.sha256())) {
        return now.differenceFrom(madeFrom);
      }
      for (Map.Entry<String, String> output : outputs.entrySet()) {
        try {
          Path file = directory.resolve(output.getKey());
          if (!Files.isRegularFile(file)) {
            return output.getKey() + " is missing";
          }
          if (!Sha256.of(file).equals(output.getValue())) {
            return output.getKey() + " was edited";
          }
        } catch (IOException | InvalidPathException e) {
          Interruption.rethrow(e);
          return output.getKey() + " cannot be read";
        }
      }
      return null;
    }
  }

  /**
   * The prepared text.
   *
   * @param sha256 of its bytes, or of the .npy file that replaces it
   * @param bytes the number of these bytes
   */
  record Text(String sha256, long bytes) {
    /** Requires the hash. */
    Text {
      Objects.requireNonNull(sha256, "sha256");
    }
  }

  /** Reads the file. A missing, damaged or edited file has no stages. */
  public static Fingerprints read(Path file) {
    if (!Files.exists(file)) {
      return sealed(SCHEMA, null, null, null);
    }
    try {
      Fingerprints read = Json.read(Files.readString(file), Fingerprints.class);
      Fingerprints whole = sealed(SCHEMA, read.prepare, read.corpus, read.train);
      return read.equals(whole) ? read : damaged();
    } catch (JacksonException | IOException e) {
      Interruption.rethrow(e);
      return damaged();
    }
  }

  private static Fingerprints damaged() {
    return sealed(DAMAGED, null, null, null);
  }

  /** Returns whether the file existed but cannot be trusted. */
  boolean isDamaged() {
    return schema == DAMAGED;
  }

  /** Returns a copy with another preparation. */
  Fingerprints withPreparation(Stage prepare, Text corpus) {
    return sealed(SCHEMA, prepare, corpus, train);
  }

  /** Returns a copy with another training. */
  Fingerprints withTraining(Stage train) {
    return sealed(SCHEMA, prepare, corpus, train);
  }

  /** Returns the names of the files of a stage. */
  public static Set<String> outputs(@Nullable Stage stage) {
    return stage == null ? Set.of() : stage.outputs().keySet();
  }

  /** Writes the file atomically. */
  void write(Path file) {
    AtomicFile.write(file, Json.pretty(this));
  }
}
