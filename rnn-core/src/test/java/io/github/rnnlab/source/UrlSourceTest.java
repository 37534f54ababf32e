package io.github.rnnlab.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UrlSourceTest {
  private static final String TEXT = "To be, or not to be, that is the question:\n".repeat(5000);
  private static final byte[] BYTES = TEXT.getBytes(StandardCharsets.UTF_8);
  private static final String HASH = Sha256.of(TEXT);

  @TempDir private Path cache;
  private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;
  private ExecutorService threads;

  UrlSourceTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    threads = Executors.newCachedThreadPool();
  }

  @BeforeEach
  void start() {
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void downloadsOnceAndThenUsesTheCacheOffline() throws IOException {
    serve(exchange -> send(exchange, 200, BYTES));
    Path text = source(HASH, false).fetch(cache);
    assertThat(Files.readString(text)).isEqualTo(TEXT);
    assertThat(source(HASH.toUpperCase(java.util.Locale.ROOT), true).fetch(cache)).isEqualTo(text);
    assertThat(ranges).containsExactly("");
    assertThat(part()).doesNotExist();
  }

  @Test
  void fetchesADamagedCopyAgain() throws IOException {
    serve(exchange -> send(exchange, 200, BYTES));
    Files.writeString(cache.resolve(HASH), "damaged");
    assertThatThrownBy(() -> source(HASH, true).fetch(cache))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("corpus.url: found offline mode");
    assertThat(Files.readString(source(HASH, false).fetch(cache))).isEqualTo(TEXT);
  }

  @Test
  void goesOnWhereTheConnectionBroke() throws IOException {
    serve(
        exchange -> {
          if (ranges.size() == 1) {
            breakOff(exchange, 100_000);
          } else {
            sendRange(exchange);
          }
        });
    assertThat(Files.readString(source(HASH, false).fetch(cache))).isEqualTo(TEXT);
    assertThat(ranges).hasSize(2);
    assertThat(ranges.get(1)).matches("bytes=[1-9][0-9]*-");
  }

  @Test
  void goesOnWithWhatAnEarlierProcessLeft() throws IOException {
    serve(UrlSourceTest::sendRange);
    Files.write(part(), Arrays.copyOf(BYTES, 1234));
    assertThat(Files.readString(source(HASH, false).fetch(cache))).isEqualTo(TEXT);
    assertThat(ranges).containsExactly("bytes=1234-");
  }

  @Test
  void startsOverIfTheServerIgnoresTheRange() throws IOException {
    serve(exchange -> send(exchange, 200, BYTES));
    Files.write(part(), Arrays.copyOf(BYTES, 1234));
    assertThat(Files.readString(source(HASH, false).fetch(cache))).isEqualTo(TEXT);
  }

  @Test
  void startsOverIfTheServerSendsAnotherRange() throws IOException {
    serve(
        exchange -> {
          if (ranges.size() == 1) {
            exchange.getResponseHeaders().set("Content-Range", "bytes 5-9/" + BYTES.length);
            send(exchange, 206, Arrays.copyOfRange(BYTES, 5, 10));
          } else {
            sendRange(exchange);
          }
        });
    Files.write(part(), Arrays.copyOf(BYTES, 1234));
    assertThat(Files.readString(source(HASH, false).fetch(cache))).isEqualTo(TEXT);
    assertThat(ranges).containsExactly("bytes=1234-", "");
  }

  @Test
  void usesAWholePartThatWasNeverRenamed() throws IOException {
    serve(UrlSourceTest::sendRange);
    Files.write(part(), BYTES);
    assertThat(Files.readString(source(HASH, false).fetch(cache))).isEqualTo(TEXT);
    assertThat(ranges).containsExactly("bytes=" + BYTES.length + "-");
  }

  @Test
  void startsOverIfThePartIsOfAnotherText() throws IOException {
    serve(UrlSourceTest::sendRange);
    for (int length : new int[] {10, BYTES.length, BYTES.length + 10}) {
      ranges.clear();
      Files.deleteIfExists(cache.resolve(HASH));
      Files.write(part(), new byte[length]);
      assertThat(Files.readString(source(HASH, false).fetch(cache))).isEqualTo(TEXT);
      assertThat(ranges).containsExactly("bytes=" + length + "-", "");
    }
  }

  @Test
  void refusesATextWithAnotherHash() {
    serve(exchange -> send(exchange, 200, BYTES));
    String other = Sha256.of("another text");
    assertThatThrownBy(() -> source(other, false).fetch(cache))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("corpus.sha256: found " + HASH)
        .hasMessageContaining("expected " + other);
    assertThat(cache.resolve(other)).doesNotExist();
    assertThat(cache.resolve(other + ".part")).doesNotExist();
  }

  @Test
  void triesAgainAfterAServerError() throws IOException {
    serve(exchange -> send(exchange, ranges.size() == 1 ? 503 : 200, BYTES));
    assertThat(Files.readString(source(HASH, false).fetch(cache))).isEqualTo(TEXT);
    assertThat(ranges).hasSize(2);
  }

  @Test
  void doesNotTryAgainWhatTheServerRefuses() {
    serve(exchange -> send(exchange, 404, new byte[0]));
    assertThatThrownBy(() -> source(HASH, false).fetch(cache))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("corpus.url: found HTTP status 404 for http://");
    assertThat(ranges).hasSize(1);
  }

  @Test
  void givesUpAfterFourTriesAndKeepsWhatHasCome() throws IOException {
    serve(exchange -> send(exchange, 500, BYTES));
    Files.write(part(), Arrays.copyOf(BYTES, 77));
    Download download = new Download(url(), part(), Duration.ofMillis(1), Duration.ofSeconds(5));
    assertThatThrownBy(download::run)
        .isInstanceOf(BrokenRunException.class)
        .hasMessageContaining("in 4 tries")
        .hasMessageContaining("HTTP status 500")
        .hasMessageContaining("the 77 bytes");
    assertThat(ranges).hasSize(4);
    assertThat(part()).hasSize(77);
  }

  @Test
  void countsSilenceAsABrokenConnection() throws IOException {
    serve(
        exchange -> {
          if (ranges.size() == 1) {
            exchange.sendResponseHeaders(200, BYTES.length);
            exchange.getResponseBody().write(BYTES, 0, 1000);
            exchange.getResponseBody().flush();
            sleepLong();
          } else {
            sendRange(exchange);
          }
        });
    new Download(url(), part(), Duration.ofMillis(1), Duration.ofMillis(300)).run();
    assertThat(part()).hasBinaryContent(BYTES);
    assertThat(ranges).containsExactly("", "bytes=1000-");
  }

  @Test
  void followsRedirects() throws IOException {
    serve(exchange -> send(exchange, 200, BYTES));
    server.createContext(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/text");
          send(exchange, 302, new byte[0]);
        });
    UrlSource moved = new UrlSource(url().resolve("/moved"), HASH, cache, false);
    assertThat(Files.readString(moved.fetch(cache))).isEqualTo(TEXT);
  }

  @Test
  void concurrentFetchesDownloadOnce() throws Exception {
    serve(exchange -> send(exchange, 200, BYTES));
    List<Future<Path>> fetched = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      fetched.add(threads.submit(() -> source(HASH, false).fetch(cache)));
    }
    for (Future<Path> text : fetched) {
      assertThat(Files.readString(text.get())).isEqualTo(TEXT);
    }
    assertThat(ranges).hasSize(1);
  }

  @Test
  void refusesAddressesAndHashesThatAreNone() {
    for (String address : List.of("file:///corpus.txt", "corpus.txt", "http:x")) {
      assertThatThrownBy(() -> new UrlSource(URI.create(address), HASH, cache, false))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("corpus.url: found \"" + address);
    }
    assertThatThrownBy(() -> new UrlSource(url(), null, cache, false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("corpus.sha256: found nothing");
    assertThatThrownBy(() -> new UrlSource(url(), "86c4", cache, false))
        .hasMessageStartingWith("corpus.sha256: found \"86c4\"");
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  /** Answers at /text and notes each request's Range. */
  private void serve(Answer answer) {
    server.createContext(
        "/text",
        exchange -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          ranges.add(range == null ? "" : range);
          answer.to(exchange);
        });
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void sendRange(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
    if (from >= BYTES.length) {
      send(exchange, 416, new byte[0]);
    } else if (from > 0) {
      String sent = "bytes " + from + "-" + (BYTES.length - 1) + "/" + BYTES.length;
      exchange.getResponseHeaders().set("Content-Range", sent);
      send(exchange, 206, Arrays.copyOfRange(BYTES, from, BYTES.length));
    } else {
      send(exchange, 200, BYTES);
    }
  }

  private static void breakOff(HttpExchange exchange, int after) throws IOException {
    exchange.sendResponseHeaders(200, BYTES.length);
    exchange.getResponseBody().write(BYTES, 0, after);
    exchange.getResponseBody().flush();
    throw new IOException("broken off on purpose");
  }

  private static void sleepLong() {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private UrlSource source(String sha256, boolean offline) {
    return new UrlSource(url(), sha256, cache, offline);
  }

  private URI url() {
    return URI.create(
        "http://"
            + server.getAddress().getHostString()
            + ":"
            + server.getAddress().getPort()
            + "/text");
  }

  private Path part() {
    return cache.resolve(HASH + ".part");
  }
}
