package io.github.rnnlab.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Takes pictures of finished pages on a desktop and a phone, in light and dark colors, each of the
 * window, of its sections and of the whole page. {@code -Drnn.pictures} names a directory with
 * pages, such as the {@code target/rnn} of a project; the pictures come into {@code
 * target/pictures}.
 */
@EnabledIfSystemProperty(named = "rnn.pictures", matches = ".+")
class PicturesTest {
  private static final int DESKTOP = 1280;
  private static final int PHONE = 390;
  private static final int HEIGHT = 1_080;
  private static final int MOST_HEIGHT = 8_000;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void takesPicturesOfEveryPage(boolean dark) throws Exception {
    Path pages = Path.of(System.getProperty("rnn.pictures"));
    Path pictures = Files.createDirectories(Path.of("target", "pictures"));
    try (Browser browser = Browser.open(dark)) {
      for (Path page : pages(pages)) {
        for (int width : List.of(DESKTOP, PHONE)) {
          String name =
              pages.relativize(page).toString().replaceAll("[/\\\\]", "-").replace(".html", "")
                  + (width == PHONE ? "-phone" : "-desktop")
                  + (dark ? "-dark" : "-light");
          browser.resize(width, HEIGHT);
          browser.go(page);
          assertThat(number(browser, "scrollWidth")).as(name).isLessThanOrEqualTo(width);
          shoot(browser, pictures.resolve(name + ".png"));
          for (JsonNode section :
              browser.run("return [...document.querySelectorAll('section')].map(s => s.id)")) {
            String id = section.stringValue();
            browser.run("document.getElementById('" + id + "').scrollIntoView()");
            shoot(browser, pictures.resolve(name + "-" + id + ".png"));
          }
          browser.resize(width, Math.min(number(browser, "scrollHeight"), MOST_HEIGHT));
          shoot(browser, pictures.resolve(name + "-whole.png"));
          assertThat(browser.complaints()).as(name).isEmpty();
        }
      }
    }
  }

  private static void shoot(Browser browser, Path picture)
      throws IOException, InterruptedException {
    Thread.sleep(200); // A chart follows the window a frame later.
    browser.shoot(picture);
  }

  private static int number(Browser browser, String property)
      throws IOException, InterruptedException {
    return browser.run("return document.documentElement." + property).intValue();
  }

  private static List<Path> pages(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".html")).sorted().toList();
    }
  }
}
