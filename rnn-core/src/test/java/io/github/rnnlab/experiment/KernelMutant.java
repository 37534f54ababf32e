package io.github.rnnlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.tensor.Backend;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A build of this library in which one expression of one class is another.
 *
 * @param type the class, such as {@code tensor/ScalarBackend}
 * @param expression what stands there, exactly once
 * @param replacement what stands there instead
 */
public record KernelMutant(String type, String expression, String replacement) {
  /** Compiles the class and runs {@link TrainingMain#train} of the changed build. */
  public void train(Path classes, String... arguments)
      throws IOException, ReflectiveOperationException {
    compile(classes);
    try (URLClassLoader build = new ChangedBuild(classes)) {
      Method train =
          build.loadClass(TrainingMain.class.getName()).getDeclaredMethod("train", String[].class);
      train.setAccessible(true);
      train.invoke(null, (Object) arguments);
    }
  }

  private void compile(Path classes) throws IOException {
    String file = "io/github/rnnlab/" + type + ".java";
    Path sources = Path.of(System.getProperty("basedir", "."), "src", "main", "java");
    String source = Files.readString(sources.resolve(file));
    assertThat(source.split(Pattern.quote(expression), -1))
        .as("%s occurs once in %s", expression, file)
        .hasSize(2);
    Path changed = classes.resolve(file);
    Files.createDirectories(changed.getParent());
    Files.writeString(changed, source.replace(expression, replacement));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "--add-modules=jdk.incubator.vector",
              "-proc:none",
              "-classpath",
              System.getProperty("java.class.path"),
              "-d",
              classes.toString());
      boolean compiled =
          compiler
              .getTask(messages, files, null, options, null, files.getJavaFileObjects(changed))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }

  @Override
  public String toString() {
    return replacement + " for " + expression;
  }

  /** Loads this library's classes again, the changed one first, beside those of the test. */
  private static final class ChangedBuild extends URLClassLoader {
    ChangedBuild(Path changed) throws IOException {
      super(
          new URL[] {
            changed.toUri().toURL(), classesOf(Backend.class), classesOf(TrainingMain.class)
          },
          KernelMutant.class.getClassLoader());
    }

    private static URL classesOf(Class<?> type) {
      return type.getProtectionDomain().getCodeSource().getLocation();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("io.github.rnnlab.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
