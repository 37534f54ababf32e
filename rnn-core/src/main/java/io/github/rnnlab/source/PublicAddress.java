package io.github.rnnlab.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Removes user, password and query from addresses before they are shown or recorded. */
public final class PublicAddress {
  private PublicAddress() {}

  /** Returns an address without its possible secrets. The address may be malformed. */
  public static String of(String address) {
    try {
      return of(new URI(address));
    } catch (URISyntaxException e) {
      return hiding(address);
    }
  }

  /** Returns an address without its possible secrets. */
  public static String of(URI address) {
    if (address.getHost() == null) {
      return hiding(address.toString());
    }
    String port = address.getPort() < 0 ? "" : String.format(Locale.ROOT, ":%d", address.getPort());
    String path = address.getRawPath() == null ? "" : address.getRawPath();
    String rest = address.getRawQuery() == null && address.getRawFragment() == null ? "" : "?…";
    return address.getScheme() + "://" + address.getHost() + port + path + rest;
  }

  /** Returns a text without the users and passwords of the addresses in it. */
  public static String in(String text) {
    return text.replaceAll("(?i)(https?://)[^\\s/?#@]*@", "$1");
  }

  /** Everything before the last @ may be a password. */
  private static String hiding(String address) {
    return address.replaceFirst("^([^:]*:/*).*@", "$1…@").replaceFirst("(?s)[?#].*", "?…");
  }
}
