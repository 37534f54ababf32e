package io.github.rnnlab.source;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.file.Interruption;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A download into a {@code .part} file. It resumes an earlier attempt if the server can, and is
 * retried after broken connections and server errors.
 */
final class Download {
  private static final int RETRIES = 3;
  private static final int PARTIAL_CONTENT = 206;
  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final URI url;
  private final Path part;
  private final Duration firstPause;
  private final Duration longestSilence;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(20))
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  /**
   * Prepares a download.
   *
   * @param firstPause the pause before the first retry; each further pause is twice as long
   * @param longestSilence how long a connection may stay silent before it counts as broken
   */
  Download(URI url, Path part, Duration firstPause, Duration longestSilence) {
    this.url = url;
    this.part = part;
    this.firstPause = firstPause;
    this.longestSilence = longestSilence;
  }

  /**
   * Downloads the file, or the rest of it.
   *
   * @throws InvalidInputException if the server refuses the address, such as with a status of 4xx
   * @throws BrokenRunException if every attempt fails; the received part is kept
   */
  void run() throws IOException {
    IOException failure = new IOException("not tried");
    for (int tries = 0; tries <= RETRIES; tries++) {
      try {
        if (tries > 0) {
          Thread.sleep(firstPause.toMillis() << (tries - 1));
        }
        fetchRest();
        return;
      } catch (IOException e) {
        Interruption.rethrow(e);
        failure = e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Interruption.cancellation(e);
      }
    }
    throw new BrokenRunException(
        String.format(
                Locale.ROOT,
                "Cannot download %s in %d tries (%s). Check the network and run again; the %d bytes in %s",
                PublicAddress.of(url),
                RETRIES + 1,
                String.valueOf(failure).replace(url.toString(), PublicAddress.of(url)),
                size(),
                part)
            + " are kept. Without a network, give the text with -Drnn.corpus=PATH.",
        failure);
  }

  private void fetchRest() throws IOException, InterruptedException {
    long have = size();
    HttpRequest.Builder request = HttpRequest.newBuilder(url);
    // Sent to a proxy only; the client leaves it out where there is none.
    ProxyCredentials.of(url).ifPresent(value -> request.header("Proxy-Authorization", value));
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    int status = send(request.build(), have).statusCode();
    if (status == RANGE_NOT_SATISFIABLE && have > 0) {
      return; // Nothing is missing at the end; the hash will tell whether what is there is right.
    }
    if (status == PARTIAL_CONTENT && size() == have) {
      Files.delete(part); // The server sent some other range: start over.
      throw new IOException("the server sent a range that was not asked for");
    }
    if (status >= 500) {
      throw new IOException("HTTP status " + status);
    }
    if (status == PROXY_AUTHENTICATION_REQUIRED) {
      throw ProxyCredentials.refused(url);
    }
    if (status != 200 && status != PARTIAL_CONTENT) {
      throw new InvalidInputException(
          "corpus.url",
          "HTTP status " + status + " for " + PublicAddress.of(url),
          "a text that the server gives to anyone",
          "Correct the address, or download the text yourself and use corpus.file.");
    }
  }

  private HttpResponse<Path> send(HttpRequest request, long have)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<Path>> response =
        client.sendAsync(request, info -> receiver(info, have));
    long before;
    do {
      before = size();
      try {
        return response.get(longestSilence.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
      } catch (TimeoutException e) {
        // Silence or just a long text: the growth of the file tells.
      }
    } while (size() > before);
    response.cancel(true);
    throw new IOException("no data for " + longestSilence.toSeconds() + " s");
  }

  private BodySubscriber<Path> receiver(ResponseInfo info, long have) {
    boolean continues =
        info.statusCode() == PARTIAL_CONTENT
            && info.headers()
                .firstValue("Content-Range")
                .orElse("")
                .startsWith("bytes " + have + "-");
    if (continues) {
      return BodySubscribers.ofFile(part, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }
    if (info.statusCode() == 200) {
      return BodySubscribers.ofFile(
          part,
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);
    }
    return BodySubscribers.replacing(part);
  }

  private long size() throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }
}
