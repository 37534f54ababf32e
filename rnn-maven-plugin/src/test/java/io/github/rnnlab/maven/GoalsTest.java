package io.github.rnnlab.maven;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What tools are told of the goals and their parameters. */
class GoalsTest {
  private static final PluginDescriptor PLUGIN = BuiltPlugin.descriptor();

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.rnnlab.maven");

  /** All goals but {@code help}, which Maven's tools write. */
  static Stream<MojoDescriptor> own() {
    return PLUGIN.getMojos().stream().filter(goal -> !goal.getGoal().equals("help"));
  }

  @Test
  void eclipseIsToldOfEveryGoal() {
    String metadata = BuiltPlugin.text("META-INF/m2e/lifecycle-mapping-metadata.xml");
    List<String> goals =
        Pattern.compile("<goal>(.*?)</goal>")
            .matcher(metadata)
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(goals)
        .containsExactlyElementsOf(new TreeSet<>(goals))
        .containsExactlyInAnyOrderElementsOf(
            PLUGIN.getMojos().stream().map(MojoDescriptor::getGoal).toList());
  }

  @ParameterizedTest
  @MethodSource("own")
  void saysSinceWhenThereAreAGoalAndItsParameters(MojoDescriptor goal) {
    assertSince(goal.getGoal(), goal.getSince());
    for (Parameter parameter : goal.getParameters()) {
      assertSince(goal.getGoal() + " " + parameter.getName(), parameter.getSince());
    }
  }

  private static void assertSince(String what, String since) {
    assertThat(since).as(what).isNotNull().matches("\\d+\\.\\d+\\.\\d+");
    assertThat(new ComparableVersion(since))
        .as(what)
        .isLessThanOrEqualTo(
            new ComparableVersion(PLUGIN.getVersion().replaceFirst("-SNAPSHOT$", "")));
  }

  /** {@code mvn help:describe} takes a description for HTML, and drops what looks like a tag. */
  @ParameterizedTest
  @MethodSource("own")
  void describesAGoalWithoutWhatLooksLikeATag(MojoDescriptor goal) {
    assertDescribed(goal.getGoal(), goal.getDescription());
    for (Parameter parameter : goal.getParameters()) {
      assertDescribed(goal.getGoal() + " " + parameter.getName(), parameter.getDescription());
    }
  }

  private static void assertDescribed(String what, String description) {
    assertThat(description).as(what).isNotBlank().doesNotContain("<", "&", "{@");
  }

  /** Of the parameters that several goals share, each is offered where something depends on it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cache | evaluate inspect prepare sweep train verify",
        "corpus | archive evaluate export generate init inspect package prepare sweep train verify",
        "set | archive evaluate export generate inspect package prepare sweep train verify",
        "jvm | evaluate export generate inspect prepare sweep train verify",
        "timeout | evaluate export generate inspect prepare sweep train verify",
        "force | prepare sweep train",
        "master | sweep train",
        "model | evaluate generate",
        "text | evaluate inspect",
        "outputDirectory | archive compare evaluate export generate inspect package prepare report"
            + " sweep train verify",
        "config | archive compare evaluate export generate init inspect package prepare report"
            + " sweep train verify"
      })
  void offersAParameterToTheGoalsThatUseIt(String parameter, String goals) {
    assertThat(
            PLUGIN.getMojos().stream()
                .filter(goal -> goal.getParameterMap().containsKey(parameter))
                .map(MojoDescriptor::getGoal))
        .containsExactlyInAnyOrder(goals.split(" ", -1));
  }

  @ParameterizedTest
  @MethodSource("own")
  void aGoalReadsEveryParameter(MojoDescriptor goal) {
    Set<String> read = fieldsReadBy(CLASSES.get(goal.getImplementation()));
    for (Parameter parameter : goal.getParameters()) {
      assertThat(read).as("what rnn:%s reads", goal.getGoal()).contains(parameter.getName());
    }
  }

  /** Follows the calls among a goal's class and those above it, from what Maven calls. */
  private static Set<String> fieldsReadBy(JavaClass goal) {
    Set<String> read = new TreeSet<>();
    Set<JavaCodeUnit> seen = new HashSet<>();
    Deque<JavaCodeUnit> next = new ArrayDeque<>();
    next.add(declared(goal, "execute", List.of()).orElseThrow());
    while (!next.isEmpty()) {
      JavaCodeUnit unit = next.remove();
      if (!seen.add(unit)) {
        continue;
      }
      for (JavaAccess<?> access : unit.getAccessesFromSelf()) {
        if (!goal.isAssignableTo(access.getTargetOwner().getName())) {
          continue;
        }
        if (access instanceof JavaFieldAccess field) {
          if (field.getAccessType() == JavaFieldAccess.AccessType.GET) {
            read.add(field.getTarget().getName());
          }
        } else if (access.getTarget() instanceof CodeUnitAccessTarget called) {
          List<String> types =
              called.getRawParameterTypes().stream().map(JavaClass::getName).toList();
          Optional<JavaCodeUnit> runs = declared(goal, called.getName(), types);
          // A method that calls itself by name calls the one that it overrides.
          (runs.equals(Optional.of(unit))
                  ? declared(called.getOwner(), called.getName(), types)
                  : runs)
              .ifPresent(next::add);
        }
      }
    }
    return read;
  }

  /** Returns the method that runs if an object of a class is asked. */
  private static Optional<JavaCodeUnit> declared(
      JavaClass type, String name, List<String> parameters) {
    for (Optional<JavaClass> owner = Optional.of(type);
        owner.isPresent();
        owner = owner.get().getRawSuperclass()) {
      Optional<JavaCodeUnit> found =
          owner.get().getCodeUnits().stream()
              .filter(unit -> unit.getName().equals(name))
              .filter(
                  unit ->
                      unit.getRawParameterTypes().stream()
                          .map(JavaClass::getName)
                          .toList()
                          .equals(parameters))
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
