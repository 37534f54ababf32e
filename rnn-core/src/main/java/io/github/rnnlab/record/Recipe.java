package io.github.rnnlab.record;

import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.tensor.NumericClass;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run is asked to compute, as far as it is known before any file is read.
 *
 * @param numerics the version of this software's numerics
 * @param numericClass of the backend
 * @param library of a tolerant backend, with its version, kernels, device and threads, because
 *     others give other bits; null for an exact backend
 * @param config the hashed part of the effective config
 */
public record Recipe(
    int numerics, NumericClass numericClass, @Nullable String library, Map<String, Object> config) {
  /**
   * Copies the config.
   *
   * @throws IllegalArgumentException if an exact backend names a library, or a tolerant one does
   *     not
   */
  public Recipe {
    if ((numericClass == NumericClass.EXACT) != (library == null)) {
      throw new IllegalArgumentException("an exact backend has no library, a tolerant one has one");
    }
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
  }

  /** Returns the SHA-256 of the config in canonical JSON. */
  String configSha256() {
    return Sha256.of(Json.canonical(config));
  }

  /** Returns the numeric class as reports name it: {@code exact} or {@code tolerant}. */
  public String className() {
    return className(numericClass);
  }

  /** Returns the name of a numeric class in reports. */
  public static String className(NumericClass numericClass) {
    return numericClass.name().toLowerCase(Locale.ROOT);
  }

  /** Adds the library of a tolerant backend. Adds nothing for an exact one. */
  void addLibrary(Map<String, Object> content) {
    if (library != null) {
      content.put("library", library);
    }
  }
}
