package io.github.rnnlab.maven.option;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.NearestName;
import io.github.rnnlab.config.ExperimentConfigs;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * The {@code <configuration>} of this plugin in a pom. Maven ignores elements that no goal has, and
 * prefers elements to properties of the same meaning.
 */
public final class PomConfiguration {
  private final MavenProject project;
  private final MojoExecution goal;
  private final PluginDescriptor plugin;

  public PomConfiguration(MavenProject project, MojoExecution goal) {
    this.project = project;
    this.goal = goal;
    this.plugin = goal.getMojoDescriptor().getPluginDescriptor();
  }

  /**
   * Checks that every element is a parameter of some goal.
   *
   * @throws InvalidInputException naming the first unknown element
   */
  public void refuseUnknown() {
    Set<String> known = parameters();
    String key = plugin.getPluginLookupKey();
    Stream.of(project.getPlugin(key), managed(key))
        .filter(Objects::nonNull)
        .flatMap(found -> Stream.of(found, found.getExecutionsAsMap().get(goal.getExecutionId())))
        .filter(Objects::nonNull)
        .map(ConfigurationContainer::getConfiguration)
        .filter(Xpp3Dom.class::isInstance)
        .flatMap(configuration -> Stream.of(((Xpp3Dom) configuration).getChildren()))
        .map(Xpp3Dom::getName)
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw unknown(name, known);
            });
  }

  /** Describes each option that has no effect, because this configuration has another value. */
  public List<String> shadowed(Options options) {
    Xpp3Dom effective = goal.getConfiguration();
    if (effective == null) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    for (var parameter : goal.getMojoDescriptor().getParameters()) {
      Xpp3Dom element = effective.getChild(parameter.getName());
      String written = element == null ? null : element.getValue();
      if (written != null && !written.equals(parameter.getExpression())) {
        options
            .other(Options.nameOf(parameter), written)
            .ifPresent(
                option ->
                    lines.add(
                        option
                            + " has no effect: the pom's <configuration> says <"
                            + parameter.getName()
                            + ">, which wins. Write that as a property to have it changed."));
      }
    }
    return lines;
  }

  private Set<String> parameters() {
    Set<String> names = new TreeSet<>();
    for (var mojo : plugin.getMojos()) {
      for (var parameter : mojo.getParameters()) {
        names.add(parameter.getName());
        if (parameter.getAlias() != null) {
          names.add(parameter.getAlias());
        }
      }
    }
    return names;
  }

  private @Nullable Plugin managed(String key) {
    return project.getPluginManagement() == null
        ? null
        : project.getPluginManagement().getPluginsAsMap().get(key);
  }

  private static InvalidInputException unknown(String name, Set<String> known) {
    List<String> all = new ArrayList<>(known);
    all.addAll(ExperimentConfigs.keys());
    return new InvalidInputException(
        "<" + name + "> in the plugin's <configuration>",
        "an unknown parameter",
        "one of those that mvn rnn:help -Ddetail lists, or <set> with keys of a config",
        NearestName.to(name, all)
            .map(near -> near.contains(".") ? "<set><" + near + ">" : "<" + near + ">")
            .map(near -> "Did you mean " + near + "?")
            .orElse("Remove it, or correct its name."));
  }
}
