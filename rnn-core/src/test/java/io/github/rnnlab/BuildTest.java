package io.github.rnnlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a build of this project does to whoever builds it. */
class BuildTest {
  private static final Path POM =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("pom.xml");

  /** A formatter depends on the JDK, and may neither stop nor change a user's build. */
  @Test
  void onlyContinuousIntegrationLooksAtTheFormatOfSources() throws IOException {
    String pom = Files.readString(POM);
    int profiles = pom.indexOf("<profiles>");
    String everyBuild = pom.substring(0, profiles);
    String plugin = section(everyBuild, "<artifactId>spotless-maven-plugin<", "</plugin>");
    assertThat(plugin).contains("<googleJavaFormat>").doesNotContain("<execution>");
    assertThat(section(pom.substring(profiles), "<id>check-format<", "</profile>"))
        .contains("<name>env.CI</name>")
        .contains("<goal>check</goal>")
        .doesNotContain("<goal>apply</goal>");
  }

  private static String section(String text, String start, String end) {
    int from = text.indexOf(start);
    assertThat(from).as("%s", start).isNotNegative();
    assertThat(text.indexOf(start, from + 1)).as("a second %s", start).isNegative();
    return text.substring(from, text.indexOf(end, from));
  }
}
