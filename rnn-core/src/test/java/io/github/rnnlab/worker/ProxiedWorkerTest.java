package io.github.rnnlab.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.launch.Order;
import io.github.rnnlab.workplace.Workplace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs workers that download through a proxy which asks for a user and a password. */
@Timeout(120)
class ProxiedWorkerTest {
  private static final String TEXT = "so long lives this, and this gives life to thee. ".repeat(20);
  private static final String PASSWORD = "thrice-blessed:é";
  private static final String STORE_PASSWORD = "rosemary";
  private static final String BASIC =
      "Basic "
          + Base64.getEncoder()
              .encodeToString(("juliet:" + PASSWORD).getBytes(StandardCharsets.UTF_8));

  @TempDir Path directory;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, String> properties = new TreeMap<>();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void aProxyIsToldUserAndPasswordForAPlainAddress() throws Exception {
    HttpServer proxy = HttpServer.create(anyPort(), 0);
    proxy.createContext("/", this::answerAsProxy);
    proxy.start();
    try {
      through("http", proxy.getAddress().getPort(), PASSWORD);
      assertThat(prepare("http://corpus.invalid/text.txt")).isEqualTo(new Event.Bye());
      assertThat(asked).containsExactly("GET http://corpus.invalid/text.txt");
      leavesNoPassword();
    } finally {
      proxy.stop(0);
    }
  }

  @Test
  void aWrongPasswordIsSentOnceAndRefused() throws Exception {
    HttpServer proxy = HttpServer.create(anyPort(), 0);
    proxy.createContext("/", this::answerAsProxy);
    proxy.start();
    try {
      through("http", proxy.getAddress().getPort(), "wrong");
      assertThat(prepare("http://corpus.invalid/text.txt"))
          .isInstanceOfSatisfying(
              Event.Failure.class,
              failure ->
                  assertThat(failure.message())
                      .contains("a user or password that it refuses", "settings.xml")
                      .doesNotContain("wrong"));
      assertThat(asked).hasSize(1);
    } finally {
      proxy.stop(0);
    }
  }

  @Test
  void aProxyIsToldThemBeforeAnHttpsConnectionAndTheTrustStoreOpensWithItsPassword()
      throws Exception {
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(trustStore())));
    server.createContext(
        "/",
        exchange -> {
          assertThat(exchange.getRequestHeaders()).doesNotContainKey("Proxy-Authorization");
          send(exchange, 200);
        });
    server.start();
    try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      threads.execute(() -> tunnel(proxy));
      through("https", proxy.getLocalPort(), PASSWORD);
      properties.put("jdk.http.auth.tunneling.disabledSchemes", "");
      properties.put("javax.net.ssl.trustStore", trustStore().toString());
      properties.put("javax.net.ssl.trustStorePassword", STORE_PASSWORD);
      String host = "corpus.invalid:" + server.getAddress().getPort();
      assertThat(prepare("https://" + host + "/text.txt")).isEqualTo(new Event.Bye());
      assertThat(asked).containsExactly("CONNECT " + host);
      leavesNoPassword();
    } finally {
      server.stop(0);
    }
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** The host corpus.invalid does not exist, so that only a proxy can get the text. */
  private void through(String scheme, int port, String password) {
    properties.put(scheme + ".proxyHost", "localhost");
    properties.put(scheme + ".proxyPort", Integer.toString(port));
    properties.put(scheme + ".proxyUser", "juliet");
    properties.put(scheme + ".proxyPassword", password);
  }

  private void answerAsProxy(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    if (BASIC.equals(exchange.getRequestHeaders().getFirst("Proxy-Authorization"))) {
      send(exchange, 200);
    } else {
      exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"Verona\"");
      exchange.sendResponseHeaders(407, -1);
      exchange.close();
    }
  }

  private static void send(HttpExchange exchange, int status) throws IOException {
    byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** Connects clients that send the right password with what they ask for. */
  private void tunnel(ServerSocket proxy) {
    try (Socket client = proxy.accept()) {
      BufferedReader request =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1), 1);
      String first = request.readLine();
      asked.add(first.replace(" HTTP/1.1", ""));
      boolean known = false;
      for (String line = request.readLine(); !line.isEmpty(); line = request.readLine()) {
        known |= line.equalsIgnoreCase("Proxy-Authorization: " + BASIC);
      }
      String answer = known ? "200 Connected" : "407 Proxy Authentication Required";
      client.getOutputStream().write(("HTTP/1.1 " + answer + "\r\n\r\n").getBytes("ISO-8859-1"));
      if (known) {
        String port = first.replaceAll(".*:([0-9]+) .*", "$1");
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
          threads.execute(() -> copy(server, client));
          copy(client, server);
        }
      }
    } catch (IOException e) {
      // The test is over, or fails for want of an answer.
    }
  }

  private static void copy(Socket from, Socket to) {
    try (InputStream in = from.getInputStream()) {
      in.transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side has closed the connection.
    }
  }

  private Path trustStore() throws Exception {
    Path store = directory.resolve("trust.p12");
    if (!Files.exists(store)) {
      String options =
          "-genkeypair -alias verona -keyalg EC -dname CN=corpus.invalid -ext san=dns:corpus.invalid"
              + " -storetype PKCS12 -storepass "
              + STORE_PASSWORD;
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
      command.addAll(List.of(options.split(" ", -1)));
      command.addAll(List.of("-keystore", store.toString()));
      Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
      assertThat(keytool.waitFor()).isZero();
    }
    return store;
  }

  private static SSLContext context(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance(store.toFile(), STORE_PASSWORD.toCharArray());
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, STORE_PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  /** Prepares a corpus in a worker and returns its last event. */
  private Event prepare(String url) throws Exception {
    String config =
        """
        {"name": "x", "corpus": {"url": "%s", "sha256": "%s"}, "prepare": {"sequenceLength": 10}}
        """
            .formatted(url, Sha256.of(TEXT));
    WorkerRequest request =
        new WorkerRequest(
                Goal.PREPARE,
                Order.unchecked(
                    ExperimentConfigs.parse(config, "x.json"),
                    Workplace.of(directory, directory.resolve("out"), "1")
                        .withCache(directory.resolve("cache")),
                    false,
                    false))
            .with(new SystemProperties(properties));
    assertThat(request.toString()).doesNotContain(PASSWORD);
    Process worker = WorkerFork.start(request, directory.resolve("log"));
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(worker.getInputStream(), StandardCharsets.UTF_8))) {
      List<Event> events =
          output.lines().map(Event::fromLine).filter(event -> event != null).toList();
      return events.get(events.size() - 1);
    } finally {
      worker.getOutputStream().close();
      assertThat(worker.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void leavesNoPassword() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as("%s", file)
            .doesNotContain("thrice-blessed", STORE_PASSWORD);
      }
    }
  }
}
