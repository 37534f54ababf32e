package io.github.rnnlab.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.apache.maven.settings.Proxy;
import org.junit.jupiter.api.Test;

class NetworkPropertiesTest {
  private final Properties maven = new Properties();

  @Test
  void mavenWithoutAProxyNeedsNone() {
    maven.setProperty("java.home", "jdk");
    assertThat(NetworkProperties.of(maven, null)).isEmpty();
  }

  @Test
  void whatMavenWasStartedWithWinsOverTheSettings() {
    Proxy proxy = new Proxy();
    proxy.setHost("proxy.invalid");
    proxy.setPort(3128);
    proxy.setNonProxyHosts("localhost|*.lan");
    maven.setProperty("https.proxyPort", "8443");
    maven.setProperty("javax.net.ssl.trustStore", "/certificates");
    assertThat(NetworkProperties.of(maven, proxy))
        .isEqualTo(
            Map.of(
                "http.proxyHost", "proxy.invalid",
                "http.proxyPort", "3128",
                "https.proxyHost", "proxy.invalid",
                "https.proxyPort", "8443",
                "http.nonProxyHosts", "localhost|*.lan",
                "javax.net.ssl.trustStore", "/certificates"));
  }
}
