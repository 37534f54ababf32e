package io.github.rnnlab.maven;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.maven.settings.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * The system properties by which a worker reaches the network as Maven does: those that Maven was
 * started with, else the active proxy of settings.xml.
 */
final class NetworkProperties {
  private NetworkProperties() {}

  /**
   * Returns them by name.
   *
   * @param maven the properties that Maven was started with
   * @param proxy the active proxy of the settings, or null
   */
  static Map<String, String> of(Properties maven, @Nullable Proxy proxy) {
    Map<String, String> properties = new TreeMap<>();
    if (proxy != null) {
      for (String protocol : new String[] {"http", "https"}) {
        properties.put(protocol + ".proxyHost", proxy.getHost());
        properties.put(protocol + ".proxyPort", Integer.toString(proxy.getPort()));
      }
      if (proxy.getNonProxyHosts() != null) {
        properties.put("http.nonProxyHosts", proxy.getNonProxyHosts());
      }
    }
    for (String name : maven.stringPropertyNames()) {
      if (name.matches("https?\\.proxy(Host|Port)|http\\.nonProxyHosts|javax\\.net\\.ssl\\..+")) {
        properties.put(name, maven.getProperty(name));
      }
    }
    return properties;
  }
}
