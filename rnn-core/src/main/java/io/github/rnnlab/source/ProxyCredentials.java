package io.github.rnnlab.source;

import io.github.rnnlab.InvalidInputException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * The credentials for a proxy, from the system properties {@code http.proxyUser} and {@code
 * http.proxyPassword}, or {@code https.…} for https addresses. They are sent with the first request
 * and never again, so that a wrong password cannot lock an account.
 */
final class ProxyCredentials {
  private ProxyCredentials() {}

  /** Returns the value of the header (RFC 7617) for an address, if a user is set. */
  static Optional<String> of(URI url) {
    String scheme = url.getScheme().toLowerCase(Locale.ROOT);
    String user = System.getProperty(scheme + ".proxyUser");
    if (user == null) {
      return Optional.empty();
    }
    String both = user + ":" + System.getProperty(scheme + ".proxyPassword", "");
    byte[] bytes = both.getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(bytes));
  }

  /** Returns the refusal for missing or wrong credentials. */
  static InvalidInputException refused(URI url) {
    return new InvalidInputException(
        "the proxy for " + url,
        of(url).isPresent() ? "a user or password that it refuses" : "no user and password",
        "those that it asks for (HTTP status 407)",
        "Give username and password of the proxy in Maven's settings.xml.");
  }
}
