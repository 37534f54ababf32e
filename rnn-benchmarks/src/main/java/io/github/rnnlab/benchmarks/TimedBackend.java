package io.github.rnnlab.benchmarks;

import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Downstream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * A backend that hands every operation on to another and notes how long it took.
 *
 * <p>What follows a recurrence comes after it, so that each has its own time, even where the
 * backend would have another thread do it meanwhile.
 *
 * <p>It is a proxy, so that it hands on the operations with defaults too, and those that the
 * interface gets later.
 */
final class TimedBackend {
  private final Backend backend;
  private final Profile profile;

  private TimedBackend(Backend backend, Profile profile) {
    this.backend = backend;
    this.profile = profile;
  }

  /** Returns a backend that works as the given one, on the same matrices. */
  static Backend around(Backend backend, Profile profile) {
    TimedBackend timed = new TimedBackend(backend, profile);
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) ->
                timed.call((Backend) proxy, method, arguments == null ? new Object[0] : arguments));
  }

  private Object call(Backend proxy, Method method, Object[] arguments) throws Throwable {
    int last = arguments.length - 1;
    if (last < 0 || !(arguments[last] instanceof Downstream downstream)) {
      return timed(method, arguments);
    }
    int[] rows = new int[1];
    arguments[last] = (Downstream) (on, from, to) -> rows[0] = Math.max(rows[0], to);
    Object result = timed(method, arguments);
    downstream.begin(proxy);
    downstream.follow(proxy, 0, rows[0]);
    return result;
  }

  private Object timed(Method method, Object[] arguments) throws Throwable {
    long started = System.nanoTime();
    try {
      return method.invoke(backend, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    } finally {
      profile.add(method.getName(), arguments, System.nanoTime() - started);
    }
  }
}
