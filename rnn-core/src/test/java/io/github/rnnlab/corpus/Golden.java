package io.github.rnnlab.corpus;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** The files that {@code src/test/python/golden_npy.py} made. */
public final class Golden {
  private Golden() {}

  public static Path file(String name) {
    URL url = Objects.requireNonNull(Golden.class.getResource("/golden/npy/" + name), name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
