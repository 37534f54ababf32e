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
 * The system properties that let a worker reach the network as Maven does: those of Maven's JVM, or
 * else the active proxies of settings.xml. Some are passwords, so they are sent with the request,
 * never on the command line.
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
   * Returns the properties for a build.
   *
   * @param argLine the worker's flags; network properties among them take precedence
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
   * Returns the properties by name.
   *
   * @param maven the properties of Maven's JVM
   * @param proxies the active proxies of the settings, with decrypted passwords
   * @param argLine the worker's flags
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

  /** Returns whether a JVM flag sets a network property. */
  public static boolean isOne(String flag) {
    return flag.startsWith("-D") && NAMES.matcher(nameIn(flag)).matches();
  }

  private static String nameIn(String flag) {
    return flag.substring("-D".length()).replaceFirst("=.*", "");
  }

  /** Returns the active proxy of a protocol, or else the first active proxy. */
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
