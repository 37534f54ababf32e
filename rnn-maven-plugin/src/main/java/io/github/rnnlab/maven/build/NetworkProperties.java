package io.github.rnnlab.maven.build;

import io.github.rnnlab.worker.SystemProperties;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * The system properties by which a worker reaches the network as Maven does: those that Maven was
 * started with, else the active proxies of settings.xml. Some are passwords, so they go to the
 * worker with its request, and never to its command line.
 */
@Named
@Singleton
public final class NetworkProperties {
  private static final Pattern NAMES =
      Pattern.compile(
          "https?\\.proxy(Host|Port|User|Password)|http\\.nonProxyHosts"
              + "|javax\\.net\\.ssl\\..+|jdk\\.http\\.auth\\..+");

  private final SettingsDecrypter decrypter;

  @Inject
  NetworkProperties(SettingsDecrypter decrypter) {
    this.decrypter = decrypter;
  }

  /**
   * Returns them for a build.
   *
   * @param argLine the worker's flags; the network's properties among them win
   */
  public SystemProperties of(BuildContext build, List<String> argLine) {
    List<Proxy> proxies =
        build.session().getSettings().getProxies().stream()
            .filter(Proxy::isActive)
            .map(proxy -> decrypter.decrypt(new DefaultSettingsDecryptionRequest(proxy)).getProxy())
            .toList();
    return new SystemProperties(of(build.session().getSystemProperties(), proxies, argLine));
  }

  /**
   * Returns them by name.
   *
   * @param maven the properties that Maven was started with
   * @param proxies the active proxies of the settings, passwords in the clear
   * @param argLine as above
   */
  static Map<String, String> of(Properties maven, List<Proxy> proxies, List<String> argLine) {
    Map<String, String> properties = new TreeMap<>();
    for (String protocol : new String[] {"http", "https"}) {
      proxyFor(protocol, proxies).ifPresent(proxy -> put(proxy, protocol, properties));
    }
    for (String name : maven.stringPropertyNames()) {
      if (NAMES.matcher(name).matches()) {
        properties.put(name, maven.getProperty(name));
      }
    }
    argLine.stream()
        .filter(NetworkProperties::isOne)
        .forEach(flag -> properties.put(nameIn(flag), flag.replaceFirst("[^=]*=?", "")));
    if (properties.containsKey("https.proxyUser")) {
      // The JDK tells no proxy a password before an https connection, unless it is asked to.
      properties.putIfAbsent("jdk.http.auth.tunneling.disabledSchemes", "");
    }
    return properties;
  }

  /** Whether a flag of a JVM sets one of them. */
  public static boolean isOne(String flag) {
    return flag.startsWith("-D") && NAMES.matcher(nameIn(flag)).matches();
  }

  private static String nameIn(String flag) {
    return flag.substring("-D".length()).replaceFirst("=.*", "");
  }

  /** The active proxy of a protocol; the first of all where it has none of its own. */
  private static Optional<Proxy> proxyFor(String protocol, List<Proxy> proxies) {
    return proxies.stream()
        .min(Comparator.comparing(proxy -> !protocol.equalsIgnoreCase(proxy.getProtocol())));
  }

  private static void put(Proxy proxy, String protocol, Map<String, String> properties) {
    properties.put(protocol + ".proxyHost", proxy.getHost());
    properties.put(protocol + ".proxyPort", Integer.toString(proxy.getPort()));
    if (proxy.getUsername() != null) {
      properties.put(protocol + ".proxyUser", proxy.getUsername());
    }
    if (proxy.getPassword() != null) {
      properties.put(protocol + ".proxyPassword", proxy.getPassword());
    }
    if (proxy.getNonProxyHosts() != null) {
      // The JDK has a single list, for both protocols.
      properties.putIfAbsent("http.nonProxyHosts", proxy.getNonProxyHosts());
    }
  }
}
