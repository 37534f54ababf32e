package io.github.rnnlab.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * An address as it is shown and recorded: without user, password and query, where secrets stand.
 */
public final class PublicAddress {
  private PublicAddress() {}

  /** Returns an address, also one that is not well-formed, without what may be secret in it. */
  public static String of(String address) {
    try {
      return of(new URI(address));
    } catch (URISyntaxException e) {
      return hiding(address);
    }
  }

  /** As {@link #of(String)}. */
  public static String of(URI address) {
    if (address.getHost() == null) {
      return hiding(address.toString());
    }
    String port = address.getPort() < 0 ? "" : String.format(Locale.ROOT, ":%d", address.getPort());
    String path = address.getRawPath() == null ? "" : address.getRawPath();
    String rest = address.getRawQuery() == null && address.getRawFragment() == null ? "" : "?…";
    return address.getScheme() + "://" + address.getHost() + port + path + rest;
  }

  /** Returns a sentence without the users and passwords of the addresses in it. */
  public static String in(String text) {
    return text.replaceAll("(?i)(https?://)[^\\s/?#@]*@", "$1");
  }

  /** Of what stands before the last @, nobody can tell whether it is a password. */
  private static String hiding(String address) {
    return address.replaceFirst("^([^:]*:/*).*@", "$1…@").replaceFirst("(?s)[?#].*", "?…");
  }
}
