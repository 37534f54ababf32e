package io.github.rnnlab.maven.fork;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Ctrl-C. */
final class Interrupt {
  /** What a shell gives a process that SIGINT ended. */
  private static final int EXIT_CODE = 128 + 2;

  private Interrupt() {}

  /**
   * Makes Ctrl-C end this JVM in order, with its shutdown hooks, as the JVM itself does. The
   * terminal of Maven 4 gives SIGINT back to the system, which ends the process at once.
   *
   * <p>Java receives signals by {@code sun.misc.Signal} alone, and its compiler warns of each use
   * by name. Threads take turns: each exchanges the handler, and perhaps gives it back.
   */
  static synchronized void endsInOrder() {
    try {
      Class<?> signals = Class.forName("sun.misc.Signal");
      Class<?> handlers = Class.forName("sun.misc.SignalHandler");
      Object interrupt = signals.getConstructor(String.class).newInstance("INT");
      Object exit =
          Proxy.newProxyInstance(
              handlers.getClassLoader(),
              new Class<?>[] {handlers},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  Runtime.getRuntime().exit(EXIT_CODE);
                }
                return null;
              });
      var handle = signals.getMethod("handle", signals, handlers);
      Object before = handle.invoke(null, interrupt, exit);
      if (before != handlers.getField("SIG_DFL").get(null)) {
        handle.invoke(null, interrupt, before);
      }
    } catch (InvocationTargetException e) {
      // The JVM was told to leave this signal alone.
    } catch (ReflectiveOperationException e) {
      // This Java has no such signals, and no Maven that changes them.
    }
  }
}
