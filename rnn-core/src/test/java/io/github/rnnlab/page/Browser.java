package io.github.rnnlab.page;

import io.github.rnnlab.file.Json;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;

/**
 * A headless Chromium, driven by its chromedriver with the W3C's WebDriver protocol. Debian has
 * both: {@code apt-get install chromium chromium-driver}. Not safe for use by several threads.
 */
public final class Browser implements AutoCloseable {
  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
  private static final Duration START = Duration.ofSeconds(60);

  private final Process driver;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String server;
  private final String session;

  private Browser(Process driver, int port, boolean dark) throws IOException, InterruptedException {
    this.driver = driver;
    this.server = "http://127.0.0.1:" + port;
    awaitStart();
    Map<String, Object> options = new LinkedHashMap<>();
    options.put(
        "args",
        List.of(
            "--headless",
            "--no-sandbox", // Tests may run as root, in a container.
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            "--force-prefers-reduced-motion", // A click waits for no smooth scrolling.
            "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1)));
    Map<String, Object> capabilities = new LinkedHashMap<>();
    capabilities.put("goog:chromeOptions", options);
    capabilities.put("goog:loggingPrefs", Map.of("performance", "ALL"));
    session =
        "/session/"
            + post("/session", Map.of("capabilities", Map.of("alwaysMatch", capabilities)))
                .path("sessionId")
                .stringValue();
  }

  /** Starts a browser, or skips the test where none is installed. */
  public static Browser open(boolean dark) throws IOException, InterruptedException {
    Path chromedriver = chromedriver();
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Process driver =
        new ProcessBuilder(chromedriver.toString(), "--port=" + port)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return new Browser(driver, port, dark);
    } catch (IOException | InterruptedException | RuntimeException e) {
      driver.destroy();
      throw e;
    }
  }

  private static Path chromedriver() {
    for (String directory :
        System.getenv().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator))) {
      Path found = Path.of(directory, "chromedriver");
      if (Files.isExecutable(found)) {
        return found;
      }
    }
    return Assumptions.abort(
        "no browser: install chromium and chromedriver (Debian: chromium-driver) to look at the"
            + " pages");
  }

  private void awaitStart() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      try {
        if (call(request("/status").GET().build()).path("ready").booleanValue()) {
          return;
        }
      } catch (IOException e) {
        if (!driver.isAlive() || System.nanoTime() > deadline) {
          throw e;
        }
      }
      Thread.sleep(50);
    }
  }

  /** Sets the size of the window's content in pixels, also below what a window allows. */
  public void resize(int width, int height) throws IOException, InterruptedException {
    Map<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("width", width);
    metrics.put("height", height);
    metrics.put("deviceScaleFactor", 1);
    metrics.put("mobile", false);
    command("Emulation.setDeviceMetricsOverride", metrics);
  }

  /** Opens a file. */
  public void go(Path page) throws IOException, InterruptedException {
    post(session + "/url", Map.of("url", page.toUri().toString()));
  }

  /** Runs the body of a JavaScript function and returns its result. */
  public JsonNode run(String script) throws IOException, InterruptedException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("script", script);
    body.put("args", List.of());
    return post(session + "/execute/sync", body);
  }

  /** Returns the text that a reader sees in the first element of a selector. */
  public String text(String selector) throws IOException, InterruptedException {
    return call(request(session + "/element/" + element(selector) + "/text").GET().build())
        .stringValue();
  }

  /** Clicks the first element of a selector. */
  public void click(String selector) throws IOException, InterruptedException {
    act("css selector", selector, "/click", Map.of());
  }

  /** Clicks the first button with a text. */
  public void press(String text) throws IOException, InterruptedException {
    act("xpath", "//button[normalize-space()=" + Json.line(text) + "]", "/click", Map.of());
  }

  /** Types keys into the first element of a selector, which receives the focus. */
  public void type(String selector, String keys) throws IOException, InterruptedException {
    act("css selector", selector, "/value", Map.of("text", keys));
  }

  /** Acts on an element, which a page that draws itself anew may have replaced meanwhile. */
  private void act(String using, String value, String action, Map<String, String> body)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        post(session + "/element/" + find(using, value) + action, body);
        return;
      } catch (AssertionError e) {
        if (attempt == 10 || !String.valueOf(e.getMessage()).contains("stale element reference")) {
          throw e;
        }
      }
    }
  }

  /** Moves the pointer into the first element of a selector, to a place from its center. */
  public void hover(String selector, int dx, int dy) throws IOException, InterruptedException {
    Map<String, Object> move = new LinkedHashMap<>();
    move.put("type", "pointerMove");
    move.put("duration", 0);
    move.put("origin", Map.of(ELEMENT, element(selector)));
    move.put("x", dx);
    move.put("y", dy);
    Map<String, Object> mouse = new LinkedHashMap<>();
    mouse.put("type", "pointer");
    mouse.put("id", "mouse");
    mouse.put("actions", List.of(move));
    post(session + "/actions", Map.of("actions", List.of(mouse)));
  }

  /** Writes a picture of the window as PNG. */
  public void shoot(Path picture) throws IOException, InterruptedException {
    String png = call(request(session + "/screenshot").GET().build()).stringValue();
    Files.write(picture, Base64.getDecoder().decode(png));
  }

  /** Returns the addresses of all requests since the last call. */
  public List<String> requests() throws IOException, InterruptedException {
    List<String> addresses = new ArrayList<>();
    for (JsonNode entry : post(session + "/se/log", Map.of("type", "performance"))) {
      JsonNode message = Json.tree(entry.path("message").stringValue()).path("message");
      if (message.path("method").stringValue("").equals("Network.requestWillBeSent")) {
        addresses.add(message.path("params").path("request").path("url").stringValue());
      }
    }
    return addresses;
  }

  /** Returns the errors and warnings of the console since the last call. */
  public List<String> complaints() throws IOException, InterruptedException {
    List<String> complaints = new ArrayList<>();
    for (JsonNode entry : post(session + "/se/log", Map.of("type", "browser"))) {
      complaints.add(entry.path("message").stringValue());
    }
    return complaints;
  }

  private void command(String name, Map<String, Object> parameters)
      throws IOException, InterruptedException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("cmd", name);
    body.put("params", parameters);
    post(session + "/goog/cdp/execute", body);
  }

  private String element(String selector) throws IOException, InterruptedException {
    return find("css selector", selector);
  }

  private String find(String how, String what) throws IOException, InterruptedException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("using", how);
    body.put("value", what);
    return post(session + "/element", body).path(ELEMENT).stringValue();
  }

  private JsonNode post(String path, Object body) throws IOException, InterruptedException {
    return call(request(path).POST(HttpRequest.BodyPublishers.ofString(Json.line(body))).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + path))
        .timeout(START)
        .header("Content-Type", "application/json");
  }

  private JsonNode call(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (answer.statusCode() != 200) {
      throw new AssertionError(request.uri() + ": " + answer.body());
    }
    return Json.tree(answer.body()).path("value");
  }

  @Override
  public void close() throws IOException, InterruptedException {
    try {
      call(request(session).DELETE().build());
    } finally {
      driver.destroy();
    }
  }
}
