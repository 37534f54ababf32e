package io.github.rnnlab.maven.option;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.NearestName;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.file.SystemEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;

/**
 * The properties of a build whose names begin with {@code rnn.}: from the command line, {@code
 * .mvn}, {@code MAVEN_OPTS}, the pom and its parents, or a profile. All such names belong to this
 * plugin, so an unknown one is a mistake.
 */
public final class Options {
  private static final String PREFIX = "rnn.";
  private static final String SET = "rnn.set.";

  /** The types of all goals' options, by name. */
  private final Map<String, String> known;

  private final Map<String, Option> given;

  /**
   * An option.
   *
   * @param where names the option in messages
   */
  private record Option(String where, String value) {}

  /**
   * Reads the properties of a build.
   *
   * @param plugin has the options of all goals; an option of another goal is no mistake
   * @param project the properties of the pom, including those of its parents and active profiles
   * @param system those of Maven's JVM
   * @param user those of the command line, which take precedence
   */
  public Options(PluginDescriptor plugin, Properties project, Properties system, Properties user) {
    this.known = optionsOf(plugin);
    this.given = new TreeMap<>();
    add(project, "the property %s of the pom or of a profile");
    add(system, "-D%s");
    add(user, "-D%s");
  }

  /** Returns the types of the options of all goals, by name. */
  static Map<String, String> optionsOf(PluginDescriptor plugin) {
    return plugin.getMojos().stream()
        .flatMap(goal -> goal.getParameters().stream())
        .filter(parameter -> nameOf(parameter).startsWith(PREFIX))
        .collect(
            Collectors.toMap(
                Options::nameOf, Parameter::getType, (one, same) -> one, TreeMap::new));
  }

  /** Returns the name of the property behind a parameter; empty if there is none. */
  static String nameOf(Parameter parameter) {
    String expression = parameter.getExpression();
    return expression == null ? "" : expression.replaceFirst("^\\$\\{(.*)}$", "$1");
  }

  private void add(Properties properties, String where) {
    for (String name : properties.stringPropertyNames()) {
      if (name.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
        given.put(
            name,
            new Option(String.format(Locale.ROOT, where, name), properties.getProperty(name)));
      }
    }
  }

  /**
   * Names an option that was given with another value. The value is not returned, because it may be
   * a password.
   */
  Optional<String> other(String name, String value) {
    Option option = given.get(name);
    return option == null || option.value().equals(value)
        ? Optional.empty()
        : Optional.of(option.where());
  }

  /** Returns the values that replace those of configs, by key. */
  public Map<String, String> overrides() {
    Map<String, String> overrides = new TreeMap<>();
    given.forEach(
        (name, option) -> {
          if (name.startsWith(SET)) {
            overrides.put(name.substring(SET.length()), option.value());
          }
        });
    return overrides;
  }

  /**
   * Checks that every option exists and is valid text, and that flags are true or false. Maven
   * would read any other value as false.
   *
   * @throws InvalidInputException naming the first invalid option
   */
  public void check() {
    given.forEach(
        (name, option) -> {
          if (!known.containsKey(name) && !name.startsWith(SET)) {
            throw unknown(name, option);
          }
          if (SystemEncoding.hasLost(option.value())) {
            throw SystemEncoding.lost(option.where(), " Or write it in the pom or in the config.");
          }
          if ("boolean".equals(known.get(name)) && !option.value().matches("(?i)true|false|")) {
            throw new InvalidInputException(
                option.where(), option.value(), "true or false", "Correct it, or leave it out.");
          }
        });
  }

  private InvalidInputException unknown(String name, Option option) {
    List<String> all = new ArrayList<>(known.keySet());
    all.addAll(ExperimentConfigs.keys().stream().map(key -> SET + key).toList());
    return new InvalidInputException(
        option.where(),
        "an unknown option",
        "one of those that mvn rnn:help -Ddetail lists, or " + SET + "KEY for a key of a config",
        NearestName.to(name, all)
            .map(nearest -> "Did you mean " + nearest + "?")
            .orElse(
                "Remove or rename it: names that begin with " + PREFIX + " are this plugin's."));
  }
}
