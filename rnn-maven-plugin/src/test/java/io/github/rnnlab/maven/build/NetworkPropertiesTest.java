package io.github.rnnlab.maven.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.settings.Proxy;
import org.junit.jupiter.api.Test;

class NetworkPropertiesTest {
  private final Properties maven = new Properties();

  @Test
  void mavenWithoutAProxyNeedsNone() {
    maven.setProperty("java.home", "jdk");
    assertThat(NetworkProperties.of(maven, List.of(), List.of())).isEmpty();
  }

  @Test
  void whatMavenWasStartedWithWinsOverTheSettings() {
    maven.setProperty("https.proxyPort", "8443");
    maven.setProperty("javax.net.ssl.trustStore", "/certificates");
    assertThat(NetworkProperties.of(maven, List.of(proxy("http", "proxy.invalid")), List.of()))
        .isEqualTo(
            Map.of(
                "http.proxyHost", "proxy.invalid",
                "http.proxyPort", "3128",
                "https.proxyHost", "proxy.invalid",
                "https.proxyPort", "8443",
                "http.nonProxyHosts", "localhost|*.lan",
                "javax.net.ssl.trustStore", "/certificates"));
  }

  @Test
  void eachProtocolHasItsOwnProxyIfThereIsOne() {
    List<Proxy> both = List.of(proxy("http", "plain.invalid"), proxy("HTTPS", "tls.invalid"));
    assertThat(NetworkProperties.of(maven, both, List.of()))
        .containsEntry("http.proxyHost", "plain.invalid")
        .containsEntry("https.proxyHost", "tls.invalid");
  }

  @Test
  void aProxyThatAsksForAUserIsToldSoBeforeHttpsToo() {
    Proxy proxy = proxy("http", "proxy.invalid");
    proxy.setUsername("juliet");
    proxy.setPassword("rose");
    assertThat(NetworkProperties.of(maven, List.of(proxy), List.of()))
        .containsEntry("http.proxyUser", "juliet")
        .containsEntry("http.proxyPassword", "rose")
        .containsEntry("https.proxyUser", "juliet")
        .containsEntry("https.proxyPassword", "rose")
        .containsEntry("jdk.http.auth.tunneling.disabledSchemes", "");
  }

  @Test
  void theNetworksPropertiesAreTakenOutOfTheWorkersFlags() {
    maven.setProperty("javax.net.ssl.trustStorePassword", "former");
    List<String> argLine = List.of("-Xmx1g", "-Djavax.net.ssl.trustStorePassword=a=b");
    assertThat(NetworkProperties.of(maven, List.of(), argLine))
        .isEqualTo(Map.of("javax.net.ssl.trustStorePassword", "a=b"));
    assertThat(argLine.stream().filter(NetworkProperties::isOne)).containsExactly(argLine.get(1));
  }

  private static Proxy proxy(String protocol, String host) {
    Proxy proxy = new Proxy();
    proxy.setProtocol(protocol);
    proxy.setHost(host);
    proxy.setPort(3128);
    proxy.setNonProxyHosts("localhost|*.lan");
    return proxy;
  }
}
