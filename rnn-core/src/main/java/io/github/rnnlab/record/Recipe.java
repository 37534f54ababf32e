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
 * @param numerics the version of all that decides a bit in this software
 * @param numericClass of the backend
 * @param library the name and version of the library that a tolerant backend computes with, because
 *     another one computes other bits; null for an exact backend
 * @param config the part of the effective config that is hashed
 */
public record Recipe(
    int numerics, NumericClass numericClass, @Nullable String library, Map<String, Object> config) {
  /**
   * Keeps its own copy of the config.
   *
   * @throws IllegalArgumentException if an exact backend names a library, or a tolerant one none
   */
  public Recipe {
    if ((numericClass == NumericClass.EXACT) != (library == null)) {
      throw new IllegalArgumentException("an exact backend has no library, a tolerant one has one");
    }
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
  }

  /** Returns the SHA-256 of the config in canonical JSON. */
  public String configSha256() {
    return Sha256.of(Json.canonical(config));
  }

  /** Returns {@code exact} or {@code tolerant}, as reports name the numeric class. */
  public String className() {
    return className(numericClass);
  }

  /** Returns the name that reports have for a numeric class. */
  public static String className(NumericClass numericClass) {
    return numericClass.name().toLowerCase(Locale.ROOT);
  }

  /** Adds what tells a tolerant backend from all others; an exact one adds nothing. */
  void addLibrary(Map<String, Object> content) {
    if (library != null) {
      content.put("library", library);
    }
  }
}
