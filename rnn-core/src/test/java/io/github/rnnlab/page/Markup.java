package io.github.rnnlab.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.file.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import nu.validator.client.EmbeddedValidator;
import org.xml.sax.SAXException;
import tools.jackson.databind.JsonNode;

/** What tests ask of every page. */
public final class Markup {
  private static final String DATA = "<script type=\"application/json\" id=\"data\">";

  private Markup() {}

  /** Asserts that the W3C's checker has neither an error nor a warning. */
  public static void requireValid(String page) throws IOException, SAXException {
    EmbeddedValidator validator = new EmbeddedValidator();
    validator.setForceHTML(true);
    validator.setNoLangDetect(true);
    validator.setOutputFormat(EmbeddedValidator.OutputFormat.JSON);
    String found =
        validator.validate(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
    for (JsonNode message : Json.tree(found).path("messages")) {
      // The checker compares no hashes, and takes no variable for a color to mix; browsers do.
      assertThat(message.path("message").stringValue())
          .matches(
              "Inline (style|script) violates Content Security Policy .* nonce/hash\\)\\."
                  + "|CSS: “background”: “var\\(--full\\)” is not a “color” value\\.");
    }
  }

  /** Returns the data of a page's script. */
  public static JsonNode data(String page) {
    int start = page.indexOf(DATA) + DATA.length();
    return Json.tree(page.substring(start, page.indexOf("</script>", start)));
  }
}
