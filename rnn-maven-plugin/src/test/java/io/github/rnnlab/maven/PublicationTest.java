package io.github.rnnlab.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.maven.model.Model;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Maven Central asks of poms and jars; CONTRIBUTING.md says how to make the rest. */
class PublicationTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final List<String> PUBLISHED =
      List.of("rnn-core", "rnn-nd4j", "rnn-maven-plugin", "rnn-spark");

  @Test
  void saysWhereTheSourcesAreAndWhoseTheyAre() throws Exception {
    Model parent = pom("pom.xml");
    String home = parent.getUrl();
    assertThat(home).startsWith("https://");
    assertThat(parent.getScm().getUrl()).isEqualTo(home);
    assertThat(parent.getScm().getConnection()).isEqualTo("scm:git:" + home + ".git");
    assertThat(parent.getScm().getDeveloperConnection())
        .endsWith(home.substring("https://".length()) + ".git");
    assertThat(parent.getLicenses())
        .singleElement()
        .hasFieldOrPropertyWithValue("name", "Apache-2.0");
    assertThat(parent.getDevelopers())
        .isNotEmpty()
        .allSatisfy(developer -> assertThat(developer.getName()).isNotBlank());
    assertThat(parent.getProperties()).containsKey("project.build.outputTimestamp");
    // The address of the sources is the same for all modules.
    assertThat(parent.getChildProjectUrlInheritAppendPath()).isEqualTo("false");
    assertThat(parent.getScm().getChildScmUrlInheritAppendPath()).isEqualTo("false");
    assertThat(parent.getScm().getChildScmConnectionInheritAppendPath()).isEqualTo("false");
    assertThat(parent.getScm().getChildScmDeveloperConnectionInheritAppendPath())
        .isEqualTo("false");
  }

  @Test
  void publishesNoExperiment() throws Exception {
    Set<String> modules = new TreeSet<>(PUBLISHED); // Some are modules of profiles only.
    modules.addAll(pom("pom.xml").getModules());
    for (String module : modules) {
      Model pom = pom(module + "/pom.xml");
      assertThat(pom.getName()).as(module).isNotBlank();
      assertThat(pom.getDescription()).as(module).isNotBlank();
      assertThat(pom.getProperties().getProperty("maven.deploy.skip", "false"))
          .as(module)
          .isEqualTo(PUBLISHED.contains(module) ? "false" : "true");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rnn-core", "rnn-nd4j", "rnn-maven-plugin", "rnn-spark"})
  void everyModulePutsTheLicenseIntoItsJar(String module) throws Exception {
    Model pom = pom(module + "/pom.xml");
    if (pom.getBuild().getResources().isEmpty()) {
      pom = pom("pom.xml");
    }
    assertThat(pom.getBuild().getResources())
        .anySatisfy(
            resource -> {
              assertThat(resource.getDirectory()).isEqualTo("${project.basedir}/..");
              assertThat(resource.getTargetPath()).isEqualTo("META-INF");
              assertThat(resource.getIncludes()).containsExactly("LICENSE");
            });
  }

  @Test
  void theBuildPutsItThere() throws IOException {
    assertThat(BuiltPlugin.text("META-INF/LICENSE"))
        .isEqualTo(Files.readString(ROOT.resolve("LICENSE")));
  }

  private static Model pom(String path) throws IOException, XmlPullParserException {
    try (Reader xml = Files.newBufferedReader(ROOT.resolve(path))) {
      return new MavenXpp3Reader().read(xml);
    }
  }
}
